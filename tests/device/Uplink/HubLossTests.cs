using CheckIn.Fixtures;
using CheckIn.Gate.Uplink;

namespace CheckIn.Gate.Tests.Uplink;

public sealed class HubLossTests : IDisposable
{
    private readonly FakeTime _time = new();
    private readonly List<(long Seconds, bool Cleared)> _recorded = [];
    private readonly HubLoss _loss;

    public HubLossTests() => _loss = new HubLoss(
        new UplinkOptions { HubLostAfter = TimeSpan.FromSeconds(60) },
        (seconds, cleared) => _recorded.Add((seconds, cleared)), _time);

    public void Dispose() => _loss.Dispose();

    [Fact]
    public void A_gate_that_never_finds_its_hub_says_so_once()
    {
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.Empty(_recorded);
        _time.Advance(TimeSpan.FromSeconds(2));
        _time.Advance(TimeSpan.FromDays(30));
        Assert.Equal([(60, false)], _recorded);
    }

    [Fact]
    public void A_short_break_is_no_loss()
    {
        for (var i = 0; i < 100; i++)
        {
            _loss.Connected();
            _time.Advance(TimeSpan.FromSeconds(1));
            _loss.Gone();
            _time.Advance(TimeSpan.FromSeconds(50));
        }
        Assert.Empty(_recorded);
    }

    [Fact]
    public void A_hub_that_comes_and_goes_is_one_loss_until_it_stays()
    {
        _time.Advance(TimeSpan.FromSeconds(60));
        for (var i = 0; i < 20; i++)
        {
            _loss.Connected();
            _time.Advance(TimeSpan.FromSeconds(29));
            _loss.Gone();
            _time.Advance(TimeSpan.FromSeconds(1));
        }
        Assert.Single(_recorded);
        _loss.Connected();
        _time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal([(60, false), (660, true)], _recorded);
    }
}
