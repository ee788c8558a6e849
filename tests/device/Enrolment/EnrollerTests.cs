using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using CheckIn.Enrolment;
using CheckIn.Fixtures;
using CheckIn.Gate.Enrolment;

namespace CheckIn.Gate.Tests.Enrolment;

/// <summary>
/// A gate takes up a claim: over real TLS, with a hub that does right, and with all that may stand in its way.
/// </summary>
public sealed class EnrollerTests : IAsyncLifetime, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("checkin-enrol-").FullName;
    private readonly TestAuthority _authority = new();
    private readonly List<EnrolmentStep> _steps = [];
    private HubDouble _hub = null!;
    private EnrolmentStore _store = null!;

    public async Task InitializeAsync()
    {
        _hub = await HubDouble.StartAsync(_authority);
        _store = new EnrolmentStore(Path.Combine(_folder, "data", "enrolment"));
    }

    public async Task DisposeAsync() => await _hub.DisposeAsync();

    public void Dispose()
    {
        _authority.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_code_makes_a_gate_of_it_and_everything_is_stored_for_its_user_alone()
    {
        _hub.Provision = _hub.Provision with { Settings = new JsonObject { ["Gate"] = new JsonObject { ["Id"] = "lop-hoc-3" } } };
        var outcome = await EnrolAsync();
        Assert.Null(outcome.Failure);
        Assert.Equal("lop-hoc-3", outcome.Gate);
        Assert.Equal(
            [EnrolmentStep.MakingKey, EnrolmentStep.ReachingHub, EnrolmentStep.AwaitingCertificate, EnrolmentStep.Storing,
                EnrolmentStep.Done], _steps);
        using var certificate = X509Certificate2.CreateFromPem(
            _store.ReadIdentity().Certificate, _store.ReadIdentity().Key);
        Assert.Equal(outcome.Fingerprint, Fingerprint.Of(certificate));
        Assert.Equal("CN=lop-hoc-3", certificate.Subject);
        Assert.Equal(_authority.RootPem, _store.ReadIdentity().Authority.Trim());
        Assert.Equal((UnixFileMode)0b111_000_000, ModeOf(_store.Directory));
        Assert.All(
            Directory.GetFiles(_store.Directory).Where(file => Path.GetFileName(file) != "lock"),
            file => Assert.Equal((UnixFileMode)0b110_000_000, ModeOf(file)));
        Assert.Equal(
            ["authority.crt", "enrolment.json", "gate.crt", "gate.key", "keys.json", "lock", "provision.json", "settings.json"],
            Directory.GetFileSystemEntries(_store.Directory).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Who_the_gate_is_and_where_its_events_go_are_enrolments_word_and_not_the_settings()
    {
        _hub.Provision = _hub.Provision with
        {
            Settings = new JsonObject
            {
                ["Gate"] = new JsonObject { ["Id"] = "another" },
                ["Uplink"] = new JsonObject { ["Hub"] = "mqtt://127.0.0.1:1", ["KeepAlive"] = "00:00:20" },
                ["Enrolment"] = new JsonObject { ["Directory"] = "/elsewhere" },
            },
        };
        await EnrolAsync();
        var settings = JsonNode.Parse(File.ReadAllText(Path.Combine(_store.Directory, "settings.json")))!;
        Assert.Equal("lop-hoc-3", (string?)settings["Gate"]!["Id"]);
        Assert.Equal("Lớp học 3", (string?)settings["Gate"]!["Name"]);
        Assert.Equal("mqtts://localhost:8883", (string?)settings["Uplink"]!["Hub"]);
        Assert.Equal("00:00:20", (string?)settings["Uplink"]!["KeepAlive"]);
        Assert.Null(settings["Enrolment"]);
    }

    [Fact]
    public async Task An_answer_that_was_lost_is_asked_for_again_with_the_same_key()
    {
        _hub.LoseAnswers = 1;
        var outcome = await EnrolAsync(new FastTime());
        Assert.Equal("lop-hoc-3", outcome.Gate);
        Assert.Equal(2, _hub.Requests.Count);
    }

    [Fact]
    public async Task A_gate_that_lost_its_power_before_the_answer_gets_it_afterwards()
    {
        _hub.LoseAnswers = int.MaxValue;
        var cut = await EnrolAsync(new FastTime(), patience: TimeSpan.FromSeconds(1));
        Assert.Equal(EnrolmentFailures.Unreachable, cut.Failure);
        Assert.False(_store.IsEnrolled);
        _hub.LoseAnswers = 0;
        var outcome = await EnrolAsync();
        Assert.Equal("lop-hoc-3", outcome.Gate);
        Assert.Null(_store.ReadPending());
    }

    [Fact]
    public async Task A_busy_hub_is_asked_again()
    {
        _hub.Busy = 2;
        Assert.Equal("lop-hoc-3", (await EnrolAsync(new FastTime())).Gate);
        Assert.Equal(3, _hub.Requests.Count);
    }

    [Fact]
    public async Task Nobody_who_answers_is_told_with_the_systems_words_once_patience_ends()
    {
        var nobody = EnrolmentCode.New("AAAA", $"127.0.0.1:{ProgramProcess.FreePort()}");
        var outcome = await EnrolAsync(new FastTime(), code: nobody, patience: TimeSpan.FromSeconds(1));
        Assert.Equal(EnrolmentFailures.Unreachable, outcome.Failure);
        Assert.Contains("refused", outcome.Detail, StringComparison.OrdinalIgnoreCase);
        Assert.False(_store.IsEnrolled);
    }

    [Theory]
    [InlineData(EnrolmentReasons.Used)]
    [InlineData(EnrolmentReasons.Expired)]
    [InlineData(EnrolmentReasons.Withdrawn)]
    [InlineData("something_new")]
    public async Task A_refusal_ends_it_at_once_with_the_hubs_reason_and_leaves_nothing(string reason)
    {
        _hub.Refuses = new EnrolmentRefusal(reason, _hub.Now.ToUnixTimeMilliseconds(), "cong-1");
        var outcome = await EnrolAsync();
        Assert.Equal((reason, "cong-1", _hub.Now), (outcome.Failure, outcome.Detail, outcome.At));
        Assert.Single(_hub.Requests);
        Assert.Empty(Directory.GetFiles(_store.Directory));
    }

    [Fact]
    public async Task A_code_that_another_gate_used_is_refused()
    {
        await EnrolAsync();
        var other = new EnrolmentStore(Path.Combine(_folder, "other"));
        var outcome = await new Enroller(other, TimeSpan.FromMinutes(1), TimeProvider.System)
            .EnrolAsync(_hub.Code, _ => { }, default);
        Assert.Equal((EnrolmentReasons.Used, "lop-hoc-3"), (outcome.Failure, outcome.Detail));
    }

    [Fact]
    public async Task An_altered_answer_is_not_believed()
    {
        _hub.Tampers = true;
        Assert.Equal(EnrolmentFailures.NotTheHub, (await EnrolAsync()).Failure);
        Assert.False(_store.IsEnrolled);
    }

    [Fact]
    public async Task A_hub_that_does_not_know_the_code_is_not_believed()
    {
        _hub.IsAnother = true;
        Assert.Equal(EnrolmentFailures.NotTheHub, (await EnrolAsync()).Failure);
        Assert.False(_store.IsEnrolled);
    }

    [Fact]
    public async Task Whoever_stands_between_with_a_certificate_of_his_own_passes_nothing_on()
    {
        using var his = new TestAuthority();
        var (certificate, _) = his.Server(new(2026, 2, 1, 0, 0, 0, TimeSpan.Zero), new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
        using var between = new ManBetween(certificate, _hub.Port);
        var outcome = await EnrolAsync(code: Redirected(_hub.Code, between.Port));
        Assert.Equal(EnrolmentReasons.Wrong, outcome.Failure);
        Assert.False(_store.IsEnrolled);
    }

    [Fact]
    public async Task A_certificate_for_another_gate_or_of_another_root_is_refused()
    {
        _hub.Alters = grant => grant with { Gate = "cong-2" };
        var other = await EnrolAsync();
        Assert.Equal(EnrolmentFailures.UnusableAnswer, other.Failure);
        using var root = new TestAuthority();
        await using var hub = await HubDouble.StartAsync(_authority);
        hub.Alters = grant => grant with { Authority = root.RootPem };
        Assert.Contains("authority", (await EnrolAsync(code: hub.Code)).Detail, StringComparison.Ordinal);
        Assert.False(_store.IsEnrolled);
    }

    [Fact]
    public async Task A_gate_that_is_somebody_stays_that_unless_it_is_to_be_replaced()
    {
        await EnrolAsync();
        var before = _store.ReadIdentity();
        await using var hub = await HubDouble.StartAsync(_authority);
        hub.Gate = "cong-moi";
        var refused = await EnrolAsync(code: hub.Code);
        Assert.Equal((EnrolmentFailures.AlreadyEnrolled, "lop-hoc-3"), (refused.Failure, refused.Detail));
        Assert.Empty(hub.Requests);
        Assert.Equal(before, _store.ReadIdentity());
        var replaced = await new Enroller(_store, TimeSpan.FromMinutes(1), TimeProvider.System)
            .EnrolAsync(hub.Code, _ => { }, replace: true, default);
        Assert.Equal("cong-moi", replaced.Gate);
        Assert.Equal("cong-moi", _store.Read()!.Gate);
    }

    [Fact]
    public async Task A_directory_that_cannot_be_written_is_told_before_the_hub_is_asked()
    {
        File.WriteAllText(Path.Combine(_folder, "data"), "a file where the folder should be");
        var outcome = await EnrolAsync();
        Assert.Equal(EnrolmentFailures.NotStored, outcome.Failure);
        Assert.Contains("Enrolment:Directory", outcome.Detail, StringComparison.Ordinal);
        Assert.Empty(_hub.Requests);
    }

    private async Task<EnrolmentOutcome> EnrolAsync(
        TimeProvider? time = null, EnrolmentCode? code = null, TimeSpan? patience = null)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        return await new Enroller(_store, patience ?? TimeSpan.FromMinutes(1), time ?? TimeProvider.System)
            .EnrolAsync(code ?? _hub.Code, _steps.Add, limit.Token);
    }

    private static UnixFileMode ModeOf(string path) =>
        OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(path);

    private static EnrolmentCode Redirected(EnrolmentCode code, int port) =>
        EnrolmentCode.Parse($"{code.ToString().Split('@')[0]}@localhost:{port}");

    /// <summary>Waits are a twentieth of what they say.</summary>
    private sealed class FastTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(
                callback, state, dueTime == Timeout.InfiniteTimeSpan ? dueTime : dueTime / 20,
                period == Timeout.InfiniteTimeSpan ? period : period / 20);
    }

    /// <summary>
    /// Ends the gate's TLS with his own certificate and passes everything on to the hub over another.
    /// </summary>
    private sealed class ManBetween : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

        internal ManBetween(X509Certificate2 certificate, int hub)
        {
            _listener.Start();
            _ = PassOnAsync(certificate, hub);
        }

        internal int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public void Dispose() => _listener.Dispose();

        private async Task PassOnAsync(X509Certificate2 certificate, int hub)
        {
            using var gate = await _listener.AcceptTcpClientAsync();
            using var towardsHub = new TcpClient();
            await towardsHub.ConnectAsync(IPAddress.Loopback, hub);
            await using var mine = new SslStream(gate.GetStream());
            await using var theirs = new SslStream(towardsHub.GetStream(), false, (_, certificate, _, _) => certificate is not null);
            await mine.AuthenticateAsServerAsync(certificate, false, SslProtocols.Tls13, false);
            await theirs.AuthenticateAsClientAsync("localhost");
            await Task.WhenAny(mine.CopyToAsync(theirs), theirs.CopyToAsync(mine));
        }
    }
}
