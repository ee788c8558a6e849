using System.Runtime.Versioning;
using System.Security.Cryptography.X509Certificates;
using CheckIn.Contract;
using CheckIn.Hub.Authority;
using CheckIn.Hub.Broker;
using CheckIn.Hub.Broker.Mosquitto;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Tests.Authority;
using CheckIn.Hub.Web;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Tests.Broker;

/// <summary>What the hub writes for a mosquitto, and when it writes it again.</summary>
public sealed class MosquittoFilesTests
{
    private static ServerFiles FilesOf(TestAuthority made, params string[] names)
    {
        var folder = Directory.CreateDirectory(Path.Combine(made.Folder, "server")).FullName;
        return new ServerFiles(folder, made.Authority, ["checkin-hub", "Hub.2"], ["localhost", "127.0.0.1", .. names], made.Time);
    }

    [Fact]
    public void The_access_list_says_what_the_table_says_and_nothing_else()
    {
        var lines = AccessList.Write(["Hub.1", "Hub.2"]).Split('\n').Where(line => line.Length > 0 && line[0] != '#').ToArray();
        List<string> ofHub = [], ofGate = [];
        foreach (var leaf in Enum.GetValues<GateTopic>())
        {
            var use = TopicRights.Of(leaf);
            var (any, own) = (Topics.OfAnyGate(leaf), Topics.OfAnyGate(leaf).Replace("+", "%u", StringComparison.Ordinal));
            Add(ofHub, use.HasFlag(TopicUse.HubReads), "topic read " + any);
            Add(ofHub, use.HasFlag(TopicUse.HubPublishes), "topic write " + any);
            Add(ofGate, use.HasFlag(TopicUse.GatePublishes), "pattern write " + own);
            Add(ofGate, use.HasFlag(TopicUse.GateReads), "pattern read " + own);
        }
        ofHub.AddRange(["topic write checkin/v1/hub/state", "topic write checkin/v1/hub/alerts", "topic write +/device/+/config"]);
        ofGate.Add("pattern read checkin/v1/hub/state");
        // A user's lines follow its name; patterns are everybody's, wherever they stand.
        Assert.Equal(["user Hub.1", .. lines.Skip(1).Take(ofHub.Count), "user Hub.2"], lines.Take(ofHub.Count + 2));
        Assert.Equal(ofHub.Order(), lines.Skip(1).Take(ofHub.Count).Order());
        Assert.Equal(ofHub.Order(), lines.Skip(ofHub.Count + 2).Take(ofHub.Count).Order());
        Assert.Equal(ofGate.Order(), lines.Skip(2 * (ofHub.Count + 1)).Order());

        static void Add(List<string> to, bool isAllowed, string line)
        {
            if (isAllowed)
                to.Add(line);
        }
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public async Task A_file_is_replaced_when_it_would_say_something_else_and_only_then()
    {
        await using var made = TestAuthority.Make();
        var files = FilesOf(made);
        var one = new RevokedSerial("4A01", made.Time.GetUtcNow());
        Assert.Equal(["acl", "authority.crt", "server.pem", "revoked.crl"], files.Refresh([one]));
        made.Time.Pass(TimeSpan.FromDays(100));
        Assert.Empty(files.Refresh([one]));
        Assert.Equal(["revoked.crl"], files.Refresh([one, one with { Serial = "4A02" }]));
        Assert.Equal(["revoked.crl"], files.Refresh([one]));
        File.WriteAllText(files.PathOf("acl"), "user anybody\ntopic #\n");
        File.Delete(files.PathOf("revoked.crl"));
        Assert.Equal(["acl", "revoked.crl"], files.Refresh([one]));
        File.WriteAllText(files.PathOf("revoked.crl"), "torn");
        Assert.Equal(["revoked.crl"], files.Refresh([one]));
        // Two thirds of a year, and a gate finds another certificate before the first has ended.
        made.Time.Pass(TimeSpan.FromDays(150));
        Assert.Equal(["server.pem"], files.Refresh([one]));
        Assert.Equal(["server.pem"], FilesOf(made, "hub.example").Refresh([one]));
        // Another issuing certificate signs another list, and the server needs to know it.
        made.Authority.RenewIssuing();
        Assert.Equal(["authority.crt", "server.pem", "revoked.crl"], FilesOf(made, "hub.example").Refresh([one]));
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public async Task The_servers_key_is_for_its_group_and_nothing_secret_else_is_there()
    {
        await using var made = TestAuthority.Make();
        var files = FilesOf(made);
        files.Refresh([]);
        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        foreach (var path in Directory.EnumerateFiles(files.Directory))
        {
            var isSecret = Path.GetFileName(path) == "server.pem";
            Assert.Equal(isSecret, (await File.ReadAllTextAsync(path)).Contains("PRIVATE KEY", StringComparison.Ordinal));
            Assert.Equal(
                owner | UnixFileMode.GroupRead | (isSecret ? 0 : UnixFileMode.OtherRead), File.GetUnixFileMode(path));
        }
        using var server = X509Certificate2.CreateFromPem(await File.ReadAllTextAsync(files.PathOf("server.pem")));
        Assert.True(server.MatchesHostname("localhost") && server.MatchesHostname("127.0.0.1"));
    }

    [Fact]
    public async Task The_command_writes_everything_and_leaves_a_configuration_alone_that_is_there()
    {
        await using var made = TestAuthority.Make();
        var folder = Path.Combine(made.Folder, "server");
        string[] command = ["mosquitto", "--directory", folder, "--listen", "127.0.0.1:9883", "--lang", "en",
            "--Events:Path", Path.Combine(made.Folder, "hub.db")];
        Assert.Equal((0, ""), await RunAsync(command));
        var configuration = await File.ReadAllTextAsync(Path.Combine(folder, "mosquitto.conf"));
        foreach (var line in (string[])["listener 9883 127.0.0.1", "tls_version tlsv1.3", "require_certificate true",
            "use_identity_as_username true", "use_username_as_clientid true", $"crlfile {folder}/revoked.crl",
            "allow_anonymous false", "set_tcp_nodelay true", $"acl_file {folder}/acl"])
            Assert.Contains("\n" + line + "\n", configuration, StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(folder, "mosquitto.conf"), "mine");
        Assert.Equal((0, ""), await RunAsync(command));
        Assert.Equal("mine", await File.ReadAllTextAsync(Path.Combine(folder, "mosquitto.conf")));
        Assert.Equal((0, ""), await RunAsync([.. command, "--force"]));
        Assert.NotEqual("mine", await File.ReadAllTextAsync(Path.Combine(folder, "mosquitto.conf")));
    }

    [Theory]
    [InlineData("--directory is missing", "mosquitto")]
    [InlineData("no address and port", "mosquitto", "--directory", "x", "--listen", "nonsense")]
    public async Task What_it_cannot_do_it_says_and_ends_with_1(string why, params string[] command)
    {
        var (code, errors) = await RunAsync([.. command, "--lang", "en"]);
        Assert.Equal(1, code);
        Assert.Contains(why, errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists("x"));
    }

    [Theory]
    [InlineData("mqtt://127.0.0.1:1883", "", "certificates mean something over mqtts:// only")]
    [InlineData("mqtts://127.0.0.1:8883", "hub-2", "which a gate could be called")]
    [InlineData("mqtts://127.0.0.1:8883", "Hub.2", null)]
    public void Settings_that_would_not_hold_are_refused(string server, string hub, string? problem)
    {
        var result = new BrokerOptionsRules(Options.Create(new WebOptions())).Validate(null, new BrokerOptions
        {
            Mode = BrokerMode.External,
            Server = new Uri(server),
            ServerFiles = Path.GetTempPath(),
            ServerHubs = hub.Length > 0 ? [hub] : [],
        });
        Assert.Equal(problem is null, result.Succeeded);
        if (problem is not null)
            Assert.Contains(problem, result.FailureMessage, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Errors)> RunAsync(string[] command)
    {
        using StringWriter output = new(), errors = new();
        return (await HubCommands.RunAsync(command, output, errors), errors.ToString());
    }
}
