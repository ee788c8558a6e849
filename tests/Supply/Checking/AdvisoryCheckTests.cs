namespace CheckIn.Supply.Checking;

public sealed class AdvisoryCheckTests
{
    private static readonly DateOnly Today = new(2026, 11, 22);
    private static readonly ListDate List = new(Today, Today, 120, []);

    private static readonly Advisory Hole = new("GHSA-1", ["CVE-1"], "A hole",
    [
        new AffectedRange("pkg:nuget/lib", "1.0.0", "1.2.0", null), new AffectedRange("pkg:nuget/lib", "2.0.0", null, "2.1.0"),
    ]);

    private static readonly ReviewedException Exception = new(
        "GHSA-1", "pkg:nuget/Lib", ["1.1.0"], "not reached", "everyone", [], Today, Today.AddDays(30));

    [Theory]
    [InlineData("0.9.9", false)]
    [InlineData("1.0.0-rc.1", false)]
    [InlineData("1.0.0", true)]
    [InlineData("1.1.9", true)]
    [InlineData("1.2.0", false)]
    [InlineData("2.0.0", true)]
    [InlineData("2.1.0", true)]
    [InlineData("2.1.1", false)]
    public void A_version_is_affected_from_the_first_to_before_the_fixed_or_to_the_last(string version, bool isFound)
    {
        var result = Run([new InUse("pkg:nuget/lib", version, "a lock file")]);
        Assert.Equal(isFound ? 1 : 0, result.Failures.Count);
    }

    [Fact]
    public void A_failure_names_package_version_place_advisory_and_remedy()
    {
        var result = Run([Used("1.1.0") with { Where = "b" }, Used("1.1.0") with { Where = "a" }]);
        var failure = Assert.Single(result.Failures);
        Assert.Equal("pkg:nuget/lib 1.1.0 (a, b) is affected by GHSA-1 (CVE-1): A hole. Fixed in 1.2.0. Update it, or "
            + "review it in tests/Supply/exceptions.json.", failure);
    }

    [Fact]
    public void A_reviewed_exception_holds_for_its_version_until_its_day()
    {
        Assert.Empty(Run([Used("1.1.0")], Exception).Failures);
        Assert.Empty(Run([Used("1.1.0")], Exception with { Until = Today }).Failures);
        Assert.Single(Run([Used("1.1.1")], Exception).Failures);
        Assert.Contains("ended on 2026-11-21", Assert.Single(
            Run([Used("1.1.0")], Exception with { Until = Today.AddDays(-1) }).Failures), StringComparison.Ordinal);
    }

    [Fact]
    public void An_exception_that_covers_nothing_is_named()
    {
        var warning = Assert.Single(Run([Used("1.2.0")], Exception).Warnings);
        Assert.Contains("remove it", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void An_old_list_is_a_warning_and_no_failure()
    {
        var old = AdvisoryCheck.Run([], [], [], List with { ReachesTo = Today.AddDays(-121) }, Today);
        Assert.Contains("121 days ago", Assert.Single(old.Warnings), StringComparison.Ordinal);
        Assert.Empty(old.Failures);
        Assert.Empty(AdvisoryCheck.Run([], [], [], List with { ReachesTo = Today.AddDays(-120) }, Today).Warnings);
    }

    [Fact]
    public void A_shared_framework_is_found_under_the_names_of_its_runtime_packs()
    {
        var advisory = new Advisory("CVE-2", [], "Of the runtime",
            [new AffectedRange("pkg:nuget/microsoft.netcore.app.runtime.linux-arm64", "10.0.0", "10.0.4", null)]);
        var inUse = InUse.Of("pkg:generic/Microsoft.NETCore.App@10.0.3", "10.0.3", "checkin-gate");
        Assert.Single(AdvisoryCheck.Run(inUse, [advisory], [], List, Today).Failures);
    }

    private static InUse Used(string version) => new("pkg:nuget/lib", version, "here");

    private static CheckResult Run(InUse[] inUse, params ReviewedException[] exceptions) =>
        AdvisoryCheck.Run(inUse, [Hole], exceptions, List, Today);
}
