using System.Security.Cryptography;
using CheckIn.Updates;

namespace CheckIn.Shared.Tests.Updates;

public sealed class UpdateWriterTests : IDisposable
{
    private static readonly UpdateTitle Title = new("1.2.0", 7, DateTimeOffset.FromUnixTimeSeconds(1_795_222_800));
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("checkin-update-");

    public UpdateWriterTests()
    {
        Write("checkin-gate.dll", "code");
        Write("runtimes/linux/native.so", "more code");
        Write(UpdateFacts.Name, """{"product":"checkin-gate","journal":{"schema":3,"readable_by":2}}""");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_folder_becomes_a_package_that_its_key_makes_good()
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(InFolder("checkin-gate.dll"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var output = new MemoryStream();
        var made = await UpdateWriter.WriteAsync(_folder.FullName, Title, PackageSamples.Key, output);
        output.Position = 0;
        using var read = await UpdateReader.VerifyAsync(output, PackageSamples.Trusted);
        Assert.Equal(
            ["checkin-gate.dll", "runtimes/linux/native.so", UpdateFacts.Name],
            read.Manifest.Files.Select(static file => file.Path));
        Assert.Equal([true, false, false], read.Manifest.Files.Select(static file => file.Executable));
        Assert.Equal(new JournalSpan(3, 2), read.Manifest.Journal);
        Assert.Equal((7, "1.2.0"), (read.Manifest.Release, read.Manifest.Version));
        Assert.Equal(made.Size, read.Manifest.Size);
    }

    [Fact]
    public async Task The_same_folder_makes_the_same_manifest()
    {
        var (one, other) = (new MemoryStream(), new MemoryStream());
        var first = await UpdateWriter.WriteAsync(_folder.FullName, Title, PackageSamples.Key, one);
        var second = await UpdateWriter.WriteAsync(_folder.FullName, Title, PackageSamples.Key, other);
        Assert.Equal(first.Files, second.Files);
    }

    [Fact]
    public async Task Links_and_names_that_no_package_may_have_are_refused()
    {
        Write(".hidden", "");
        await Assert.ThrowsAsync<UpdateException>(WriteAsync);
        File.Delete(InFolder(".hidden"));
        File.CreateSymbolicLink(InFolder("link"), "/etc/passwd");
        await Assert.ThrowsAsync<UpdateException>(WriteAsync);
    }

    [Fact]
    public async Task A_folder_that_does_not_say_what_it_is_makes_no_package()
    {
        File.Delete(InFolder(UpdateFacts.Name));
        await Assert.ThrowsAsync<UpdateException>(WriteAsync);
    }

    [Fact]
    public void Several_keys_are_read_and_anything_else_is_refused()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var both = ReleaseKeys.Parse("# Release keys\n" + PackageSamples.Key.ExportSubjectPublicKeyInfoPem() + "\n"
            + other.ExportSubjectPublicKeyInfoPem());
        Assert.Equal([ReleaseKeys.IdOf(PackageSamples.Key), ReleaseKeys.IdOf(other)], both.Ids);
        Assert.Equal(ReleaseKeys.IdOf(other), both.SignerOf([1, 2], ReleaseKeys.Sign(other, [1, 2])));
        Assert.Null(both.SignerOf([1, 3], ReleaseKeys.Sign(other, [1, 2])));
        Assert.Null(both.SignerOf([1, 2], []));
        using var longer = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var rsa = RSA.Create(2048);
        Assert.Throws<FormatException>(() => ReleaseKeys.Parse(""));
        Assert.Throws<FormatException>(() => ReleaseKeys.Parse(longer.ExportSubjectPublicKeyInfoPem()));
        Assert.Throws<FormatException>(() => ReleaseKeys.Parse(rsa.ExportSubjectPublicKeyInfoPem()));
        Assert.Throws<FormatException>(() => ReleaseKeys.Parse(other.ExportPkcs8PrivateKeyPem()));
        Assert.Same(ReleaseKeys.None, ReleaseKeys.Load(InFolder("nowhere.pem")));
    }

    private string InFolder(string path) => Path.Combine(_folder.FullName, path);

    private Task WriteAsync() => UpdateWriter.WriteAsync(_folder.FullName, Title, PackageSamples.Key, Stream.Null);

    private void Write(string path, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(InFolder(path))!);
        File.WriteAllText(InFolder(path), content);
    }
}
