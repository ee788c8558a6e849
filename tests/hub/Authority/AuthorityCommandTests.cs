using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using CheckIn.Hub.Authority;
using CheckIn.Hub.Settings;

namespace CheckIn.Hub.Tests.Authority;

public sealed class AuthorityCommandTests : IAsyncDisposable
{
    private readonly TestAuthority _made = TestAuthority.Make();

    public ValueTask DisposeAsync() => _made.DisposeAsync();

    private async Task<(int Code, string Output, string Errors)> RunAsync(params string[] line)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = await HubCommands.RunAsync(
            ["authority", .. line, "--Events:Path=" + Path.Combine(_made.Folder, "hub.db"), "--lang", "en"],
            output, errors);
        return (code, output.ToString(), errors.ToString());
    }

    [Fact]
    public async Task Without_an_authority_every_command_says_how_one_comes_about_and_makes_none()
    {
        foreach (var command in (string[][])[["show"], ["issuing"], ["server", "mqtt.example", "--out", _made.Folder]])
        {
            var (code, _, errors) = await RunAsync(command);
            Assert.Equal((1, false), (code, _made.Authority.Exists));
            Assert.StartsWith("✗ There is no authority in ", errors, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Show_tells_fingerprints_days_and_where_the_roots_key_lies()
    {
        var root = CheckIn.Enrolment.Fingerprint.Of(_made.Authority.Root);
        var (code, text, _) = await RunAsync("show");
        Assert.Equal(0, code);
        Assert.StartsWith("! The authority can issue for ", text, StringComparison.Ordinal);
        Assert.Contains(root, text, StringComparison.Ordinal);
        Assert.Contains("move root-private to a medium", text, StringComparison.Ordinal);
        Directory.Move(_made.Files.RootDirectory, Path.Combine(_made.Folder, "safe"));
        Assert.StartsWith("✓ ", (await RunAsync("show")).Output, StringComparison.Ordinal);
        using var json = JsonDocument.Parse((await RunAsync("show", "--json")).Output);
        Assert.Equal(root, json.RootElement.GetProperty("root").GetString());
        Assert.False(json.RootElement.GetProperty("isRootKeyAtHand").GetBoolean());
    }

    [Fact]
    public async Task Show_names_what_is_missing_and_mends_nothing()
    {
        _ = _made.Authority.Root;
        File.Delete(_made.Files.IssuingKey);
        var (code, _, errors) = await RunAsync("show");
        Assert.Equal((1, false), (code, File.Exists(_made.Files.IssuingKey)));
        Assert.Contains("issuing.key is missing", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Issuing_makes_another_pair_with_the_roots_key_from_its_safe()
    {
        var first = _made.Authority.Issuing.Thumbprint;
        var safe = Path.Combine(_made.Folder, "safe");
        Directory.Move(_made.Files.RootDirectory, safe);
        var (absent, _, errors) = await RunAsync("issuing");
        Assert.Equal(1, absent);
        Assert.Contains("the root's key is not at", errors, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("issuing", "--root", safe)).Code);
        using var next = TestAuthority.Make(_made.Folder).Authority;
        Assert.NotEqual(first, next.Issuing.Thumbprint);
    }

    [Fact]
    public async Task Server_writes_what_another_mqtt_server_needs_and_nothing_over_it()
    {
        _ = _made.Authority.Root;
        var output = Path.Combine(_made.Folder, "mqtt");
        Assert.Equal(0, (await RunAsync("server", "mqtt.example", "10.0.0.5", "--out", output)).Code);
        using var server = X509Certificate2.CreateFromPemFile(
            Path.Combine(output, "server.crt"), Path.Combine(output, "server.key"));
        Assert.True(server.MatchesHostname("mqtt.example") && server.MatchesHostname("10.0.0.5"));
        var authority = new X509Certificate2Collection();
        authority.ImportFromPemFile(Path.Combine(output, "authority.crt"));
        Assert.Equal(
            [_made.Authority.Root.Thumbprint, _made.Authority.Issuing.Thumbprint], authority.Select(c => c.Thumbprint));
        var (again, _, errors) = await RunAsync("server", "mqtt.example", "--out", output);
        Assert.Equal(2, again);
        Assert.Contains("is there already", errors, StringComparison.Ordinal);
        Assert.Equal(2, (await RunAsync("server", "not a name", "--out", output + "2")).Code);
        Assert.False(Directory.Exists(output + "2"));
    }
}
