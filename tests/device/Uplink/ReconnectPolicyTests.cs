using CheckIn.Gate.Uplink;

namespace CheckIn.Gate.Tests.Uplink;

public class ReconnectPolicyTests
{
    private static readonly TimeSpan Cap = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(3, 8)]
    [InlineData(6, 60)]
    [InlineData(1_000_000, 60)]
    public void The_bound_of_the_wait_doubles_up_to_the_cap(int attempt, int seconds) =>
        Assert.Equal(seconds, ReconnectPolicy.FullJitter(attempt, Cap, dice: 1.0).TotalSeconds);

    [Fact]
    public void The_jitter_is_full_so_that_a_wait_may_be_anything_from_nothing()
    {
        Assert.Equal(TimeSpan.Zero, ReconnectPolicy.FullJitter(10, Cap, dice: 0));
        Assert.Equal(TimeSpan.FromSeconds(30), ReconnectPolicy.FullJitter(10, Cap, dice: 0.5));
    }

    [Theory]
    [InlineData("mqtt://127.0.0.1:1883", true)]
    [InlineData("mqtt://localhost", true)]
    [InlineData("mqtt://192.0.2.7:1883", false)]
    [InlineData("http://127.0.0.1:1883", false)]
    public void A_hub_beyond_this_machine_is_refused_while_the_link_is_plain(string hub, bool accepted)
    {
        var options = new UplinkOptions { Hub = new Uri(hub) };
        Assert.Equal(accepted, !options.Validate(new(options)).Any());
    }
}
