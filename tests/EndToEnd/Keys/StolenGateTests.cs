using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using CheckIn.Enrolment;
using CheckIn.Fixtures;
using CheckIn.Gate.Clock;
using CheckIn.Gate.Enrolment;
using CheckIn.Gate.Gpio;
using CheckIn.Gate.Health;
using CheckIn.Gate.Journal;
using CheckIn.Gate.Keys;
using CheckIn.Gate.Lanes;
using CheckIn.Gate.Scanning;
using CheckIn.Gate.Turnstile;
using CheckIn.Hub.Events;
using CheckIn.Hub.Keys;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CheckIn.EndToEnd.Tests.Keys;

/// <summary>
/// What a thief has who takes a gate's card out while it runs, after people of two days have passed: every byte of it
/// is
/// searched for them, and everything on it that may be a key is tried.
/// </summary>
public sealed class StolenGateTests : IAsyncLifetime
{
    private const string Gate = "cong-so-mau-01";
    private const string Site = "cong-so-mau", OtherSite = "benh-vien-mau";
    private const long FirstCandidate = 34_199_000_000;
    private const int Candidates = 1_000_000;

    private static readonly Visitor[] Yesterday =
    [
        new("034199000123", "012345678", "Nguyễn Văn Thử", "Số 1, Đường Thử, Phường Nghiệm, Quận Mẫu, Hà Nội"),
        new("034199456789", "", "Đặng Thị Ước", "Số 27, Đường Mẫu, Xã Giả Định, Tỉnh Thí Nghiệm"),
    ];

    private static readonly Visitor[] Today =
    [
        new("034199999999", "", "Lê Minh Hường", "Số 3, Đường Thử, Phường Nghiệm, Quận Mẫu, Hà Nội"),
        new("034199000000", "876543210", "Bùi Đức Ẩn", "Số 4, Ngõ Định, Phường Nghiệm, Quận Mẫu, Hà Nội"),
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("checkin-stolen-").FullName;
    private readonly FakeTime _time = new();
    private DiskImage _image = null!;
    private TagRoot _root = null!;
    private long _generation;

    private string Card => Path.Combine(_folder, "card");

    public async Task InitializeAsync()
    {
        _time.SetWall(new DateTimeOffset(2026, 11, 20, 9, 0, 0, TimeSpan.Zero));
        var events = Options.Create(new EventsOptions { Path = Path.Combine(_folder, "hub", "hub.db") });
        using var counters = new EventCounters();
        await using var store = new EventStore(events, _time, counters, NullLogger<EventStore>.Instance);
        var ring = new KeyRing(Options.Create(new HubKeyOptions()), events, store, _time, NullLogger<KeyRing>.Instance);
        var clock = new GateClock(_time, static () => new(5, 1));
        var enrolment = new EnrolmentStore(Path.Combine(Card, "enrolment"));
        var enrolled = Enrol(enrolment, ring.Deliver(Site));
        var journal = GateJournal.Open(new JournalOptions { Path = Path.Combine(Card, "journal.db") }, clock);
        using var keys = GateKeys.Open(
            new KeyOptions { Directory = Path.Combine(Card, "keys") }, clock, null, enrolment.ReadDelivery());
        enrolment.ForgetDelivery();
        await PassAsync(journal, keys, clock, Yesterday);
        _time.Advance(TimeSpan.FromDays(1));
        // As after each connection: the hub is asked, and its keys are those of today.
        keys.Adopt(ring.Deliver(Site));
        enrolment.Provision(enrolled, Provision(ring.Deliver(Site)), "\"etag\"");
        await PassAsync(journal, keys, clock, Today);
        _image = DiskImage.Of(Card); // The journal is open: what is in its log only is taken, too.
        await journal.DisposeAsync();
        (_generation, var root) = (ring.VersionOf(Site), Path.Combine(_folder, "hub", "keys", "tag-root.key"));
        _root = TagRoot.Parse(root, await File.ReadAllTextAsync(root));
    }

    public Task DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public void No_name_number_address_or_phone_lies_on_the_card_in_any_form()
    {
        Assert.Contains(_image.Files, static file => file.File == "journal.db-wal" && file.Bytes.Length > 0);
        Assert.Empty(_image.Find(Texts()));
    }

    [Fact]
    public void The_search_finds_what_does_lie_there_in_every_form()
    {
        foreach (var text in Texts())
        {
            foreach (var form in DiskImage.Forms(text).Where(static (_, i) => i % 7 == 0))
                Assert.NotEmpty(new DiskImage([("file", [.. "{\"x\":\""u8, .. form, .. "\"}"u8])]).Find([text]));
        }
        // In the middle of a longer run of base64, which is where a naive search is blind.
        for (var before = 0; before < 3; before++)
        {
            var inside = Convert.ToBase64String(
                Encoding.UTF8.GetBytes(new string('x', before) + "{\"name\":\"Nguyễn Văn Thử\"}"));
            Assert.NotEmpty(new DiskImage([("file", Encoding.ASCII.GetBytes(inside))]).Find(["Nguyễn Văn Thử"]));
        }
    }

    [Fact]
    public void A_million_numbers_find_nobody_of_an_earlier_day_or_another_site_and_everybody_of_that_day()
    {
        var thief = new Thief(_image);
        var (keys, earlier, last) = (thief.WrittenKeys(), thief.Tags("2026-11-20"), thief.Tags("2026-11-21"));
        Assert.Contains(keys, key => Convert.ToHexString(key) == Convert.ToHexString(KeyOf(Site, _generation, 21)));
        // Those people's tags are what lies there: the hub, which has the root, derives the same.
        Assert.Superset(Tags(Site, 20, Yesterday), earlier);
        Assert.Superset(Tags(Site, 21, Today), last);
        var elsewhere = Tags(OtherSite, 21, Today);
        HashSet<string> all = [.. earlier, .. elsewhere, .. last];
        var found = keys.SelectMany(key => Thief.Enumerate(key, all, FirstCandidate, Candidates)).ToDictionary();
        Assert.DoesNotContain(found.Keys, earlier.Contains);
        Assert.DoesNotContain(found.Keys, elsewhere.Contains);
        Assert.Equal(Today.Select(static visitor => visitor.Number).Order(), found.Values.Order());
    }

    [Fact]
    public void No_32_bytes_anywhere_on_the_card_are_a_key_of_an_earlier_day_or_lead_to_one()
    {
        var thief = new Thief(_image);
        Assert.False(thief.HoldsKeyOf("cccd:" + Yesterday[0].Number, thief.Tags("2026-11-20"), days: 2));
        Assert.True(thief.HoldsKeyOf("cccd:" + Today[0].Number, thief.Tags("2026-11-21"), days: 0));
    }

    [Fact]
    public void Nothing_on_the_card_opens_what_is_sealed_on_it()
    {
        var thief = new Thief(_image);
        var (sealedParts, keys) = (thief.SealedParts(), thief.PrivateKeys());
        Assert.True(sealedParts.Count >= 2 * (Yesterday.Length + Today.Length),
            $"only {sealedParts.Count} sealed parts");
        Assert.NotEmpty(keys); // That of the gate's certificate.
        foreach (var part in sealedParts)
            Assert.All(keys, key => Assert.ThrowsAny<CryptographicException>(() => part.Open(key)));
        // And the key that the hub keeps does: what is tried here is the right thing.
        using var day = ECDiffieHellman.Create();
        day.ImportFromPem(File.ReadAllText(Path.Combine(_folder, "hub", "keys", "tracing-private", "2026-11-20.pem")));
        var first = sealedParts.First(static part => part.Day == new DateOnly(2026, 11, 20));
        Assert.Contains(Yesterday[0].Name, Encoding.UTF8.GetString(first.Open(day)), StringComparison.Ordinal);
    }

    private static EnrolledGate Enrol(EnrolmentStore store, KeyDelivery keys)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + Gate, key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(
            DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(80));
        var pem = certificate.ExportCertificatePem();
        store.Enrol(new EnrolmentGrant(
            Gate, "Cổng A2", pem, pem, new Uri("mqtts://hub.example:8883"), new Uri("https://hub.example:8443"),
            1_763_600_000_000, Provision(keys)), key.ExportPkcs8PrivateKeyPem(), replace: false);
        return store.Read()!;
    }

    private static ProvisionMessage Provision(KeyDelivery keys) => new(
        1, GateStandings.Active, new JsonObject { ["Gate"] = new JsonObject { ["Id"] = Gate } }, keys);

    private async Task PassAsync(GateJournal journal, GateKeys keys, GateClock clock, Visitor[] visitors)
    {
        var options = new LaneOptions { Name = "vao" };
        options.Turnstile.RelayPin = 17;
        var (counters, alarms) = (new GateCounters(), new GateAlarms());
        var recorder = new EventRecorder(journal.AppendAsync, alarms, counters, clock, null, NullLogger.Instance);
        using var portal = new Portal(options.Name, recorder, _time, NullLogger.Instance);
        using var relay = new Relay(new TimedRelayLine(new NoPin(), _time), options.Turnstile, _time);
        var way = portal.Add(
            new EventStamp(options.Name, options.Direction, clock), options.Turnstile, relay,
            new Indicator(null, null, null, options.Indicator, _time));
        using var lane = new Lane(
            options, new NoScanner(), way, journal.AppendAsync, keys, counters, alarms, clock, NullLogger.Instance);
        foreach (var visitor in visitors)
        {
            foreach (var code in visitor.Codes)
                await lane.AnswerAsync(Encoding.UTF8.GetBytes(code));
        }
    }

    private static IEnumerable<string> Texts() => Yesterday.Concat(Today).SelectMany(static visitor => visitor.Texts);

    private byte[] KeyOf(string site, long generation, int day) => CheckIn.Sealing.TagRatchet.Advance(
        _root.SiteKey(site, generation), new DateOnly(2026, 11, day).DayNumber - TagRoot.FirstDay.DayNumber);

    private HashSet<string> Tags(string site, int day, Visitor[] visitors) => [.. visitors.Select(visitor =>
        _root.TagOf(site, _generation, new DateOnly(2026, 11, day), "cccd:" + visitor.Number))];

    /// <summary>Somebody who does not exist.</summary>
    private sealed record Visitor(string Number, string OldNumber, string Name, string Address)
    {
        private string Phone => "09" + Number[^8..];
        private string Insurance => "GD479" + Number[^10..];
        private string Qid => Number[^6..] + Number;

        /// <summary>
        /// A chip card, a national personal QR, and something that no gate knows but that says who shows it.
        /// </summary>
        internal IEnumerable<string> Codes =>
        [
            $"{Number}|{OldNumber}|{Name}|01011999|Nam|{Address}|15042021",
            $"{Number}|NGUYEN VAN THU|1999-01-01|0|{Qid}|<1<{Insurance}<{Phone}<",
            $"MECARD:N:{Name};TEL:{Phone};;",
        ];

        internal IEnumerable<string> Texts =>
            new[] { Number, OldNumber, Name, Address, Phone, Insurance, Qid, "NGUYEN VAN THU" }.Where(
                static text => text.Length > 0);
    }

    private sealed class NoPin : IGpioOutput
    {
        public int Pin => 17;
        public void Set(bool active) { }
        public void Dispose() { }
    }

    private sealed class NoScanner : IScanner
    {
        public ScannerStatus Status => new(true, "none");
        public IAsyncEnumerable<ScannedCode> ReadAsync(CancellationToken cancellation) =>
            throw new NotSupportedException();
        public void Answered(Answer answer) { }
    }
}
