using System.Text.Json;
using CheckIn.Enrolment;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Enrolment;
using CheckIn.Hub.Enrolment.Commands;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Tests.Authority;

namespace CheckIn.Hub.Tests.Enrolment;

/// <summary>As an operator types it, with a hub that runs.</summary>
public sealed class CommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("checkin-command-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Enrol_shows_the_code_waits_and_tells_whose_key_came()
    {
        await using var hub = await GatesHost.StartAsync();
        using var output = new WatchedOutput("@localhost");
        var unit = new TestUnit();
        var running = RunAsync(hub, output, input: null, "enrol", "--site", "truong-a", "--lang", "en");
        var code = EnrolmentCode.Parse((await output.Seen).Split(": ")[^1]);
        var body = unit.Request();
        var shown = hub.Get<CheckIn.Hub.Authority.GateTls>().Server.Hash.ToArray();
        await hub.Get<ClaimTaker>().TakeAsync(
            code.Id, body, EnrolmentProof.OfGate(code.Key(), shown, body), shown, default);
        var (exit, text, _) = await running;
        Assert.Equal(0, exit);
        Assert.StartsWith("✓ Code for a new gate at site truong-a (plan in): ", text, StringComparison.Ordinal);
        Assert.Contains("✓ Gate truong-a-01 is enrolled.", text, StringComparison.Ordinal);
        Assert.Contains(unit.Fingerprint, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_that_is_withdrawn_while_it_is_waited_for_ends_with_1()
    {
        await using var hub = await GatesHost.StartAsync();
        using var output = new WatchedOutput("@localhost");
        var running = RunAsync(hub, output, input: null, "enrol", "--site", "truong-a", "--lang", "vi");
        var code = EnrolmentCode.Parse((await output.Seen).Split(": ")[^1]);
        Assert.Equal(0, (await RunAsync(hub, "withdraw", code.Id)).Exit);
        var (exit, text, _) = await running;
        Assert.Equal(1, exit);
        Assert.Contains("✗ Mã đã bị huỷ.", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_picture_is_written_for_its_owner_alone_and_never_over_another_file()
    {
        await using var hub = await GatesHost.StartAsync();
        var file = Path.Combine(_folder, "code.png");
        string[] enrol = ["enrol", "--site", "truong-a", "--no-wait", "--lang", "en", "--picture", file];
        var (code, output, _) = await RunAsync(hub, enrol);
        Assert.Equal(0, code);
        Assert.Contains("The picture is in " + file, output, StringComparison.Ordinal);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], File.ReadAllBytes(file)[..4]);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        (code, output, _) = await RunAsync(hub, enrol);
        Assert.Equal(1, code);
        Assert.Contains("The code is good all the same", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Machines_get_json_and_go_on_at_once()
    {
        await using var hub = await GatesHost.StartAsync();
        var (exit, text, _) = await RunAsync(hub, "enrol", "--site", "truong-a", "--no-wait", "--json");
        Assert.Equal(0, exit);
        var answer = JsonSerializer.Deserialize(text, AdminJson.Default.CodeAnswer)!;
        Assert.Equal(EnrolmentCode.Parse(answer.Code).ToQr(), answer.Qr);
    }

    [Fact]
    public async Task A_gate_is_replaced_and_revoked_when_that_is_meant()
    {
        await using var hub = await GatesHost.StartAsync();
        var issued = await hub.Get<EnrolmentDesk>().IssueAsync(
            new ClaimOrder("truong-a", "in", "cong-a"), Actor.Local, default);
        var body = new TestUnit().Request();
        await hub.Get<ClaimTaker>().TakeAsync(
            issued.Id, body, EnrolmentProof.OfGate(issued.Code.Key(), new byte[32], body), new byte[32], default);
        Assert.StartsWith("✓ Code for the unit that takes the place of gate cong-a: ",
            (await RunAsync(hub, "replace", "cong-a", "--no-wait", "--lang", "en")).Text, StringComparison.Ordinal);
        var (exit, _, errors) = await RunAsync(hub, "revoke", "cong-a", "--lang", "en");
        Assert.Equal((1, true), (exit, errors.Contains("say --yes", StringComparison.Ordinal)));
        (exit, _, errors) = await RunAsync(
            hub, new StringWriter(), new StringReader("cong-b\n"), "revoke", "cong-a", "--lang", "en");
        Assert.Equal((1, "✗ That is another name. Nothing was done.\n"), (exit, errors));
        (exit, var text, _) = await RunAsync(
            hub, new StringWriter(), new StringReader("cong-a\n"), "revoke", "cong-a", "--lang", "en");
        Assert.Equal(
            (0, true), (exit, text.EndsWith(
                "✓ Gate cong-a is revoked and its connection cut.\n", StringComparison.Ordinal)));
        (exit, _, errors) = await RunAsync(hub, "decommission", "cong-a", "--yes", "--lang", "en");
        Assert.Equal((1, true), (exit, errors.Contains("not in service (revoked", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_bundle_becomes_files_that_nobody_else_reads_and_none_is_overwritten()
    {
        await using var hub = await GatesHost.StartAsync();
        var (folder, file) = (Path.Combine(_folder, "cards"), Path.Combine(_folder, "all.json"));
        Assert.Equal(
            0, (await RunAsync(hub, "bundle", "--site", "truong-a", "--count", "12", "--split", "--out", folder)).Exit);
        var cards = Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Order().ToArray();
        Assert.Equal((12, Path.Combine(folder, "01", ClaimBundle.FileName)), (cards.Length, cards[0]));
        Assert.Equal(0, (await RunAsync(hub, "bundle", "--site", "truong-a", "--count", "5", "--out", file)).Exit);
        var bundle = JsonSerializer.Deserialize(await File.ReadAllTextAsync(file), EnrolmentJson.Default.ClaimBundle)!;
        Assert.Equal(5, bundle.Codes.Count);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        var (exit, _, errors) = await RunAsync(
            hub, "bundle", "--site", "truong-a", "--count", "5", "--out", file, "--lang", "en");
        Assert.Equal((1, true), (exit, errors.Contains("is there already", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Plans_are_shown_changed_and_saved()
    {
        await using var hub = await GatesHost.StartAsync();
        var file = Path.Combine(_folder, "plan.json");
        await File.WriteAllTextAsync(file, (await RunAsync(hub, "plan", "show", "in-out")).Text);
        var (exit, text, _) = await RunAsync(hub, "plan", "save", "cong", file, "--lang", "en");
        Assert.Equal((0, "✓ Plan cong is saved. No gate has it yet.\n"), (exit, text));
        Assert.Equal("in  (comes with the hub)\nout  (comes with the hub)\nin-out  (comes with the hub)\ncong\n",
            (await RunAsync(hub, "plan", "list", "--lang", "en")).Text);
        Assert.Equal(1, (await RunAsync(hub, "plan", "save", "in", file)).Exit);
        Assert.Contains("lưu sơ đồ làn", (await RunAsync(hub, "audit", "--lang", "vi")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_hub_every_command_says_where_it_looked_and_ends_with_2()
    {
        string[][] lines = [["enrol", "--site", "a"], ["replace", "a"], ["revoke", "a", "--yes"], ["plan", "list"],
            ["audit"]];
        foreach (var line in lines)
        {
            using var errors = new StringWriter();
            Assert.Equal(
                2, await HubCommands.RunAsync(
                    [.. line, "--Web:Listen=127.0.0.1:1", "--lang", "en"], TextWriter.Null, errors));
            Assert.StartsWith("✗ No hub answers at http://127.0.0.1:1/", errors.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_picture_in_the_terminal_is_as_wide_as_high_and_black_on_white()
    {
        var lines = QrPicture.Draw("checkin-enrol:7K2M-QF4X-9TWD-HRPA@hub.example").TrimEnd('\n').Split('\n');
        Assert.All(lines, line => Assert.StartsWith("  \e[30;107m", line, StringComparison.Ordinal));
        var width = lines[0].Length - "  \e[30;107m\e[0m".Length;
        Assert.Equal((width + 1) / 2, lines.Length);
        Assert.Contains("█▀▀▀▀▀█", lines[2], StringComparison.Ordinal); // The corner, within a margin of four modules.
    }

    private static Task<(int Exit, string Text, string Errors)> RunAsync(GatesHost hub, params string[] line) =>
        RunAsync(hub, new StringWriter(), null, line);

    private static async Task<(int Exit, string Text, string Errors)> RunAsync(
        GatesHost hub, StringWriter output, TextReader? input, params string[] line)
    {
        using var errors = new StringWriter();
        var exit = await HubCommands.RunAsync(
            [.. line, "--hub", DeskWeb.Address(hub).ToString()], output, errors, input);
        return (exit, output.ToString(), errors.ToString());
    }

    /// <summary>Tells the first line in which a text occurs, while the command goes on.</summary>
    private sealed class WatchedOutput(string text) : StringWriter
    {
        private readonly TaskCompletionSource<string> _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal Task<string> Seen => _seen.Task.WaitAsync(TimeSpan.FromSeconds(20));

        public override Task WriteLineAsync(string? value)
        {
            if (value?.Contains(text, StringComparison.Ordinal) == true)
                _seen.TrySetResult(value);
            return base.WriteLineAsync(value);
        }
    }
}
