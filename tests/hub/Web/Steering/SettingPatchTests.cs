using System.Text.Json.Nodes;
using CheckIn.Hub.Web.Steering;
using CheckIn.Settings;

namespace CheckIn.Hub.Tests.Web.Steering;

public sealed class SettingPatchTests
{
    private const string Pulse = "Lanes:*:Turnstile:Pulse";

    [Theory]
    [InlineData("250 ms", "00:00:00.25")]
    [InlineData("1,5 s", "00:00:01.5")]
    [InlineData("2 giây", "00:00:02")]
    [InlineData("5min", "00:05:00")]
    [InlineData("1 ngày", "1.00:00:00")]
    [InlineData("00:00:03", "00:00:03")]
    public void A_time_may_be_typed_as_people_write_it(string typed, string written) =>
        Assert.Equal(written, Read(Pulse, typed));

    [Theory]
    [InlineData(Pulse, "3")]
    [InlineData(Pulse, "soon")]
    [InlineData(Pulse, "999999999 d 1")]
    [InlineData("Health:TooHot", "hot")]
    [InlineData("Health:TooHot", "70.5")]
    [InlineData("Uplink:Hub", "")]
    public void What_cannot_be_such_a_value_is_none(string path, string typed) => Assert.Null(Read(path, typed));

    [Fact]
    public void The_longest_time_that_can_be_typed_is_refused_and_not_counted_over() =>
        Assert.Null(SettingPatch.Span("999999999 d"));

    [Fact]
    public void A_lane_takes_the_place_of_the_star_and_no_lane_means_every_lane()
    {
        Assert.Equal("Lanes:vao:Turnstile:Pulse", SettingPatch.PathFor(Entry(Pulse), "vao"));
        Assert.Equal(Pulse, SettingPatch.PathFor(Entry(Pulse), ""));
        Assert.Equal("Health:TooHot", SettingPatch.PathFor(Entry("Health:TooHot"), "vao"));
    }

    [Fact]
    public void Settings_are_added_to_what_the_change_has_already_which_stays_as_it_was()
    {
        var first = SettingPatch.With([], "Health:TooHot", JsonValue.Create(70));
        var both = SettingPatch.With(first, "Lanes:*:Turnstile:Pulse", null);
        Assert.Equal("""{"Health":{"TooHot":70}}""", first.ToJsonString());
        Assert.Equal("""{"Health":{"TooHot":70},"Lanes":{"*":{"Turnstile":{"Pulse":null}}}}""", both.ToJsonString());
    }

    [Fact]
    public void What_can_be_chosen_is_a_value_with_one_name_that_is_not_the_gates_own()
    {
        Assert.True(SettingPatch.IsChoosable(Entry(Pulse)));
        Assert.False(SettingPatch.IsChoosable(Entry("Gate:Id")));
        Assert.False(SettingPatch.IsChoosable(Entry("Lanes")));
        Assert.False(SettingPatch.IsChoosable(Entry("Logging:LogLevel:*")));
    }

    [Theory]
    [InlineData("""{"A":1,"A":2}""")]
    [InlineData("[1]")]
    [InlineData("{")]
    [InlineData("""{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":1}}}}}}}}}}}}}}}}}""")]
    public void What_is_no_object_or_says_a_key_twice_or_lies_too_deep_is_told_and_not_taken(string typed)
    {
        var (document, why) = SettingJson.Read(typed);
        Assert.Null(document);
        Assert.NotEmpty(why!);
    }

    private static string? Read(string path, string typed) => SettingPatch.Read(Entry(path), typed)?.GetValue<object>().ToString();

    private static SettingEntry Entry(string path) => SettingsCatalog.Gate.Find(path)!;
}
