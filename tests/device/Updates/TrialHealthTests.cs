using CheckIn.Gate.Updates;

namespace CheckIn.Gate.Tests.Updates;

public sealed class TrialHealthTests
{
    private static readonly TrialReading Well = new(true, ["vao", "ra"], true, true, true, true, []);

    [Fact]
    public void Healthy_is_what_does_everything_that_the_version_before_did()
    {
        var terms = new TrialTerms(["vao"], Hub: true, 60);
        Assert.Empty(TrialHealth.Missing(Well, terms));
        Assert.Empty(TrialHealth.Missing(Well with { Lanes = ["vao"], AllLanes = false }, terms));
        Assert.Empty(TrialHealth.Missing(Well with { Hub = false }, terms with { Hub = false }));
        Assert.Single(TrialHealth.Missing(Well with { Lanes = ["ra"] }, terms));
        Assert.Single(TrialHealth.Missing(Well with { Tried = false }, terms));
        Assert.Single(TrialHealth.Missing(Well with { Guard = false }, terms));
        Assert.Single(TrialHealth.Missing(Well with { Journal = false }, terms));
        Assert.Single(TrialHealth.Missing(Well with { Hub = false }, terms));
        Assert.Single(TrialHealth.Missing(Well with { Silent = ["lane vao"] }, terms));
    }

    [Fact]
    public void Where_nothing_is_known_of_the_version_before_every_lane_is_asked_for()
    {
        Assert.Empty(TrialHealth.Missing(Well with { Hub = false }, null));
        Assert.Single(TrialHealth.Missing(Well with { Lanes = ["vao"], AllLanes = false }, null));
    }
}
