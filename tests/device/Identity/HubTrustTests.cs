using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Gate.Clock;
using CheckIn.Gate.Identity;
using CheckIn.Gate.Tests.Enrolment;
using CheckIn.Time;

namespace CheckIn.Gate.Tests.Identity;

/// <summary>Whom a gate takes for its hub, with a clock that is right, wrong or not there; over real TLS.</summary>
public sealed class HubTrustTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Begins = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Ends = new(2027, 11, 1, 0, 0, 0, TimeSpan.Zero);
    private EnrolledGateFixture _gate = null!;

    public async Task InitializeAsync() => _gate = await EnrolledGateFixture.StartAsync();

    public async Task DisposeAsync() => await _gate.DisposeAsync();

    [Theory]
    [InlineData(1970)]
    [InlineData(2099)]
    public async Task A_clock_that_nobody_has_set_does_not_keep_the_gate_from_its_hub(int year)
    {
        SetClock(year, null);
        Assert.Null(await TryAsync());
    }

    [Fact]
    public async Task A_clock_that_is_known_judges_begin_and_end()
    {
        Assert.Null(await TryAsync());
        SetClock(2099, new ClockQuality(20, 60));
        Assert.Contains("ended at 2027-11-01", await TryAsync(), StringComparison.Ordinal);
        SetClock(2026, new ClockQuality(20, 60), month: 10);
        Assert.Contains("begins only at 2026-11-01", await TryAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hub_certificate_that_ended_before_the_gate_was_enrolled_is_refused_without_a_clock()
    {
        SetClock(1970, null);
        Assert.Contains("ended at 2026-11-20", await TryAsync(notAfter: new(2026, 11, 20, 0, 0, 0, TimeSpan.Zero)), StringComparison.Ordinal);
        Assert.Null(await TryAsync(notBefore: new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero)));
    }

    [Fact]
    public async Task What_the_time_was_in_an_earlier_boot_is_a_lower_bound()
    {
        SetClock(1970, null);
        Keep(new(2027, 12, 1, 0, 0, 0, TimeSpan.Zero), source: null);
        Assert.Contains("ended at 2027-11-01", await TryAsync(), StringComparison.Ordinal);
        Keep(new(2027, 12, 1, 0, 0, 0, TimeSpan.Zero), ClockSources.Local);
        Assert.Null(await TryAsync());
    }

    [Fact]
    public async Task A_hub_that_is_not_sure_of_its_own_clock_is_no_known_time()
    {
        SetClock(2099, null);
        _gate.Clock.Hear(new HubStateMessage(true, new DateTimeOffset(2099, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds()),
            TimeSpan.FromMilliseconds(5), 0);
        Assert.Equal(ClockSources.Local, _gate.Clock.Stamp().Quality?.Source);
        Assert.Null(await TryAsync());
    }

    [Fact]
    public async Task A_hub_of_another_root_is_refused_even_if_the_machine_trusts_it()
    {
        using var other = new TestAuthority();
        Assert.Contains("not of this gate's authority", await TryAsync(authority: other), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hub_of_another_name_is_refused() =>
        Assert.Contains("another name", await TryAsync(name: "hub.example"), StringComparison.Ordinal);

    [Fact]
    public void A_gate_cannot_pose_as_the_hub()
    {
        var own = _gate.Access.Certificate!;
        var problem = new HubTrust(own.Roots, own.Issuers, () => new TrustTime(null, TimeSpan.Zero, Begins))
            .Problem(own.Own, null, System.Net.Security.SslPolicyErrors.None);
        Assert.Contains("not of this gate's authority", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_gate_shows_the_certificate_that_it_was_enrolled_with()
    {
        Assert.NotNull(await _gate.Desk.ProvisionAsync(null, default));
        Assert.Equal([_gate.Access.Certificate!.Own.SerialNumber], _gate.Hub.Serials);
    }

    private void SetClock(int year, ClockQuality? quality, int month = 1)
    {
        _gate.Machine.SetWall(new(year, month, 1, 0, 0, 0, TimeSpan.Zero));
        _gate.Quality = quality;
        if (quality is null)
            Assert.Null(new GateClock(_gate.Machine, () => null).Stamp().Quality);
    }

    private void Keep(DateTimeOffset time, string? source) => File.WriteAllBytes(
        _gate.ClockFile, JsonSerializer.SerializeToUtf8Bytes(
            new KeptTime("an earlier boot", new Known(new ClockAnchor(1, time.ToUnixTimeMilliseconds(), 30), 1, source)),
            ClockJson.Default.KeptTime));

    /// <summary>What keeps the gate from a hub that shows such a certificate; null = nothing.</summary>
    private async Task<string?> TryAsync(
        DateTimeOffset? notBefore = null, DateTimeOffset? notAfter = null, TestAuthority? authority = null, string name = "localhost")
    {
        var shows = (authority ?? _gate.Authority).Server(notBefore ?? Begins, notAfter ?? Ends, name);
        await using var hub = await HubDouble.StartAsync(_gate.Authority, shows: shows);
        using var http = _gate.Access.Https(new Uri($"https://localhost:{hub.Port}"));
        try
        {
            using var answer = await http.GetAsync(new Uri("api/v1/gate/provision", UriKind.Relative));
            Assert.True(answer.IsSuccessStatusCode, answer.StatusCode.ToString());
            return null;
        }
        catch (HttpRequestException e)
        {
            return e.InnerException?.Message;
        }
    }
}
