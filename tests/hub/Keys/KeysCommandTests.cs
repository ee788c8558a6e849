using System.Text.Json;
using CheckIn.Hub.Events;
using CheckIn.Hub.Keys;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Tests.Ingest;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Tests.Keys;

public sealed class KeysCommandTests : IAsyncDisposable
{
    private readonly TestHub _hub = TestHub.Start();

    private string Folder => Path.Combine(Path.GetDirectoryName(_hub.Database)!, "keys");

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public async Task Show_says_what_lies_where_and_changes_nothing()
    {
        var (none, absent, _) = await RunAsync("show");
        Assert.Equal((1, false), (none, Directory.Exists(Folder)));
        Assert.StartsWith("! There are no keys yet", absent, StringComparison.Ordinal);
        Ring(TimeProvider.System).Deliver("cho-mau");
        var (code, text, _) = await RunAsync("show");
        Assert.Equal(0, code);
        Assert.StartsWith("✓ Tag keys of sites: 1; tracing keys last 120 days", text, StringComparison.Ordinal);
        Assert.Contains("cho-mau", text, StringComparison.Ordinal);
        Assert.Contains("! The private halves lie beside", text, StringComparison.Ordinal);
        using var json = JsonDocument.Parse((await RunAsync("show", "--json")).Output);
        Assert.Equal(120, json.RootElement.GetProperty("publicDays").GetInt32());
        Assert.DoesNotContain("Root of", (await RunAsync("show", "--lang", "vi")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_says_that_a_medium_is_out()
    {
        Ring(TimeProvider.System).Deliver("cho-mau");
        Directory.Move(Folder, Folder + "-out");
        var (code, _, errors) = await RunAsync("show");
        Assert.Equal(1, code);
        Assert.StartsWith("✗ The root of the tag keys is not in", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_made_elsewhere_serve_a_hub_that_never_sees_the_private_halves()
    {
        var other = Path.Combine(Path.GetDirectoryName(_hub.Database)!, "other");
        var (code, text, _) = await RunAsync("make", "--days", "30", "--out", other, "--from", "2026-11-21");
        Assert.Equal(0, code);
        Assert.Contains("until 2026-12-20", text, StringComparison.Ordinal);
        Directory.CreateDirectory(Folder);
        Directory.Move(Path.Combine(other, "tracing-public"), Path.Combine(Folder, "tracing-public"));
        Assert.Equal(30, Ring(_hub.Time, "none").Deliver("cho-mau").Tracing.Count);
        var before = await File.ReadAllTextAsync(Path.Combine(other, "tracing-private", "2026-12-20.pem"));
        Assert.Equal(0, (await RunAsync("make", "--days", "60", "--out", other, "--from", "2026-11-21")).Code);
        Assert.Equal(before, await File.ReadAllTextAsync(Path.Combine(other, "tracing-private", "2026-12-20.pem")));
    }

    [Theory]
    [InlineData("make", "--days", "0", "--out", "x")]
    [InlineData("make", "--days", "3", "--out", "x", "--from", "soon")]
    [InlineData("make", "--days", "3")]
    [InlineData("rotate", "--hub", "http://127.0.0.1:1")]
    public async Task What_cannot_be_done_is_said_and_nothing_is_changed(params string[] line)
    {
        var (code, _, errors) = await RunAsync(line);
        Assert.Equal(2, code);
        Assert.StartsWith("✗ ", errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists("x"));
    }

    private KeyRing Ring(TimeProvider time, string? tracing = null) => new(
        Options.Create(new HubKeyOptions { TracingDirectory = tracing }),
        Options.Create(new EventsOptions { Path = _hub.Database }), _hub.Store, time, NullLogger<KeyRing>.Instance);

    private async Task<(int Code, string Output, string Errors)> RunAsync(params string[] line)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = await HubCommands.RunAsync(
            ["keys", .. line.Contains("--lang") ? line : [.. line, "--lang", "en"], "--Events:Path=" + _hub.Database], output, errors);
        return (code, output.ToString(), errors.ToString());
    }
}
