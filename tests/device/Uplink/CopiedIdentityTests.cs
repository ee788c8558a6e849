using CheckIn.Fixtures;
using CheckIn.Gate.Uplink;
using CheckIn.Mqtt;

namespace CheckIn.Gate.Tests.Uplink;

public sealed class CopiedIdentityTests : IDisposable
{
    private readonly FakeTime _time = new();
    private readonly List<bool> _told = [];
    private readonly CopiedIdentity _copied;

    public CopiedIdentityTests() => _copied = new CopiedIdentity(_told.Add, _time);

    public void Dispose() => _copied.Dispose();

    [Fact]
    public void A_gate_whose_place_was_taken_says_so_once_it_has_it_back()
    {
        _copied.Connected();
        _copied.TakenOver();
        Assert.Empty(_told);
        _copied.Connected();
        Assert.Equal([false], _told);
    }

    [Fact]
    public void A_gate_that_is_cut_because_it_was_revoked_raises_nothing()
    {
        _copied.Connected();
        _copied.TakenOver();
        _time.Advance(TimeSpan.FromDays(30));
        Assert.Empty(_told);
    }

    [Fact]
    public void A_fight_is_one_alarm_that_ends_an_hour_after_the_last_blow()
    {
        for (var i = 0; i < 100; i++)
        {
            _copied.Connected();
            _time.Advance(TimeSpan.FromMinutes(30));
            _copied.TakenOver();
            _time.Advance(TimeSpan.FromSeconds(20));
        }
        _copied.Connected();
        Assert.Equal([false], _told);
        _time.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal([false], _told);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal([false, true], _told);
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Equal([false, true], _told);
    }

    [Fact]
    public void Reconnects_raise_nothing()
    {
        for (var i = 0; i < 100; i++)
            _copied.Connected();
        Assert.Empty(_told);
    }

    /// <summary>However the dice fall, and whether a connection held for a while or not.</summary>
    [Fact]
    public void Two_machines_that_fight_for_a_place_leave_it_to_each_other_for_eight_seconds_at_least()
    {
        var cap = new UplinkOptions().ReconnectCap;
        for (var attempt = 0; attempt < 100; attempt++)
        {
            foreach (var dice in (double[])[0, 0.5, 0.999])
            {
                Assert.InRange(
                    ReconnectPolicy.Wait(attempt, cap, MqttReasonCode.SessionTakenOver, dice), TimeSpan.FromSeconds(8), cap);
            }
        }
        Assert.InRange(
            ReconnectPolicy.Wait(2, cap, MqttReasonCode.SessionTakenOver, 0), TimeSpan.FromSeconds(30), cap);
    }
}
