using CheckIn.Hub.Settings;
using CheckIn.Hub.Tests.Enrolment;
using CheckIn.Storage;
using CheckIn.Updates;

namespace CheckIn.Hub.Tests.Updates;

/// <summary>The offline tool, as it is typed.</summary>
public sealed class ReleaseCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("checkin-release-").FullName;

    public ReleaseCommandTests()
    {
        Write("passphrase", "một câu đủ dài để nhớ\n");
        Write("published/checkin-gate.dll", "code");
        Write("published/update.json", """{"product":"checkin-gate","journal":{"schema":3,"readable_by":2}}""");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_key_signs_a_package_that_a_hub_with_its_public_half_takes()
    {
        await KeyAsync();
        if (!OperatingSystem.IsWindows())
            Assert.Equal(PrivateFile.Mode, File.GetUnixFileMode(InFolder("release.key")));
        Assert.StartsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----", File.ReadAllText(InFolder("release.key")), StringComparison.Ordinal);
        var (exit, text) = await MakeAsync("a.update");
        Assert.True(exit == 0, text);
        var id = Assert.Single(ReleaseKeys.Load(InFolder("release.key.pub")).Ids);
        foreach (var part in new[] { "checkin-gate 1.4.0, release 14", "2 files", "key " + id, "writes schema 3" })
            Assert.Contains(part, text, StringComparison.Ordinal);
        (exit, text) = await RunAsync("release", "show", InFolder("a.update"), "--key", InFolder("release.key.pub"));
        Assert.Equal(0, exit);
        Assert.Contains("✓ Whole, and signed by a key that you trust.", text, StringComparison.Ordinal);
        await using var hub = await UpdateHub.StartAsync("--Updates:Keys=" + InFolder("release.key.pub"));
        (exit, text) = await RunAsync("updates", "add", InFolder("a.update"), "--hub", DeskWeb.Address(hub.Host).ToString());
        Assert.True(exit == 0, text);
        Assert.Contains("✓ Release 14 (1.4.0) is there", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_folder_and_time_make_the_same_manifest_and_payload()
    {
        await KeyAsync();
        await MakeAsync("a.update", "--created", "2026-11-21T08:00:00Z");
        await MakeAsync("b.update", "--created", "2026-11-21T08:00:00Z");
        var (a, b) = (File.ReadAllBytes(InFolder("a.update")), File.ReadAllBytes(InFolder("b.update")));
        var signature = a.Length - (int)(await ReadAsync("a.update")).Manifest.Size - UpdateLimits.Signature;
        Assert.Equal(a[..signature], b[..signature]);
        Assert.Equal(a[(signature + UpdateLimits.Signature)..], b[(signature + UpdateLimits.Signature)..]);
    }

    [Fact]
    public async Task What_is_wrong_is_said_and_nothing_is_made()
    {
        await KeyAsync();
        var (exit, text) = await RunAsync(
            "release", "key", InFolder("release.key"), "--passphrase-file", InFolder("passphrase"));
        Assert.Equal(1, exit);
        Assert.Contains("is there already", text, StringComparison.Ordinal);
        Write("short", "short\n");
        (exit, text) = await RunAsync("release", "key", InFolder("other.key"), "--passphrase-file", InFolder("short"));
        Assert.Equal(1, exit);
        Assert.Contains("fewer than 12 characters", text, StringComparison.Ordinal);
        (exit, text) = await RunAsync("release", "key", InFolder("other.key"));
        Assert.Equal(1, exit);
        Assert.Contains("Nobody can be asked for the passphrase", text, StringComparison.Ordinal);
        Write("wrong", "another passphrase\n");
        (exit, text) = await MakeAsync("a.update", "--passphrase-file", InFolder("wrong"));
        Assert.Equal(1, exit);
        Assert.Contains("The key cannot be opened", text, StringComparison.Ordinal);
        File.Delete(InFolder("published/checkin-gate.dll"));
        (exit, text) = await MakeAsync("a.update");
        Assert.Equal(1, exit);
        Assert.Contains("checkin-gate.dll, with which it begins, is not in it", text, StringComparison.Ordinal);
        File.Delete(InFolder("published/update.json"));
        (exit, text) = await MakeAsync("a.update");
        Assert.Equal(1, exit);
        Assert.Contains("update.json is missing", text, StringComparison.Ordinal);
        Assert.False(File.Exists(InFolder("a.update")) || File.Exists(InFolder("a.update.new")) || File.Exists(InFolder("other.key")));
    }

    private async Task KeyAsync()
    {
        var (exit, text) = await RunAsync(
            "release", "key", InFolder("release.key"), "--passphrase-file", InFolder("passphrase"));
        Assert.True(exit == 0, text);
    }

    private Task<(int Exit, string Text)> MakeAsync(string output, params string[] more)
    {
        var passphrase = more.Contains("--passphrase-file") ? [] : new[] { "--passphrase-file", InFolder("passphrase") };
        return RunAsync(
        [
            "release", "make", "--key", InFolder("release.key"), "--from", InFolder("published"), "--version", "1.4.0",
            "--release", "14", "--out", InFolder(output), .. passphrase, .. more,
        ]);
    }

    private async Task<UpdateReader> ReadAsync(string name)
    {
        await using var file = File.OpenRead(InFolder(name));
        return await UpdateReader.VerifyAsync(file, null);
    }

    private static async Task<(int Exit, string Text)> RunAsync(params string[] line)
    {
        using var output = new StringWriter();
        var exit = await HubCommands.RunAsync([.. line, "--lang", "en"], output, output);
        return (exit, output.ToString());
    }

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(InFolder(name))!);
        File.WriteAllText(InFolder(name), text);
    }

    private string InFolder(string name) => Path.Combine(_folder, name);
}
