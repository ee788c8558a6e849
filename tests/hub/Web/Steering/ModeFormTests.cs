using CheckIn.Contract;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Web;
using CheckIn.Hub.Web.Steering;

namespace CheckIn.Hub.Tests.Web.Steering;

public sealed class ModeFormTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);
    private static readonly ModeForm Good = new(ModeWords.Lockdown, "", "120", "", "drill");

    [Fact]
    public void A_usual_time_counts_from_now()
    {
        var (request, _) = Read(Good with { Lane = "vao" });
        Assert.Equal(Now.AddHours(2), request!.Until);
        Assert.Equal("vao", request.Lane);
    }

    [Fact]
    public void A_moment_is_one_of_the_hubs_zone()
    {
        var (request, _) = Read(Good with { For = ModeForm.UntilMoment, Until = "2026-03-02T17:30" });
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 17, 30, 0, TimeSpan.FromHours(7)), request!.Until);
        Assert.Null(request.Lane);
    }

    [Fact]
    public void Everything_wrong_is_said_at_once_each_beside_its_field()
    {
        var (request, form) = Read(new ModeForm("open_wide", "", ModeForm.UntilMoment, "tomorrow", ""));
        Assert.Null(request);
        Assert.Equal(["mode", "until", "why"], form.Problems.Keys.Order());
    }

    [Theory]
    [InlineData("0")]
    [InlineData("7")]
    [InlineData("-60")]
    [InlineData("99999999999")]
    public void Only_times_that_are_offered_are_taken(string minutes) => Assert.Null(Read(Good with { For = minutes }).Request);

    private static (Hub.Modes.ModeRequest? Request, ModeForm Form) Read(ModeForm form) =>
        form.Read(FleetScope.All, Now, ModePageWords.Of(Words.English));
}
