using CheckIn.Contract;
using CheckIn.Gate.Service;
using CheckIn.Gate.Uplink;

namespace CheckIn.Gate.Tests.Uplink;

public sealed class BirthTests
{
    [Fact]
    public void A_birth_says_init_until_every_lane_has_been_tried_and_ready_from_then_on()
    {
        var parts = new GateParts();
        var gate = new GateIdentity("cong-a", "1.0", null!, null!, tried: parts.Tried);
        Assert.Equal(GateState.Init, gate.Now);
        parts.Opened([], static () => [], static () => null);
        Assert.Equal(GateState.Init, gate.Now);
        parts.Listening();
        Assert.Equal(GateState.Ready, gate.Now);
        parts.Closed();
        Assert.Equal(GateState.Ready, gate.Now);
    }
}
