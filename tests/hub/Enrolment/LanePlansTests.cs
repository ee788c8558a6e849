using CheckIn.Hub.Audit;
using CheckIn.Hub.Enrolment;

namespace CheckIn.Hub.Tests.Enrolment;

public sealed class LanePlansTests
{
    [Fact]
    public async Task A_saved_plan_is_what_its_gates_get_and_they_are_told()
    {
        await using var hub = new TestDesk();
        var plans = hub.Get<LanePlans>();
        Assert.Empty(await plans.SaveAsync("cong-chinh", """{"Lanes":[{"Name":"vao"}],"Gpio":{"Driver":"Virtual"}}""", Actor.Local, default));
        Assert.Equal(["in", "out", "in-out", "cong-chinh"], plans.Names);
        var grant = (await hub.TakeAsync(await hub.IssueAsync(plan: "cong-chinh"), new TestUnit())).Grant!;
        Assert.Equal("Virtual", (string?)grant.Provision.Settings["Gpio"]!["Driver"]);
        var gate = Assert.Single(await plans.SaveAsync("cong-chinh", """{"Lanes":[{"Name":"ra"}]}""", Actor.Local, default));
        var provision = hub.Get<Provisions>().Of(gate.Id)!;
        Assert.Equal("ra", (string?)provision.Settings["Lanes"]![0]!["Name"]);
        Assert.Equal(grant.Provision.Version + 1, provision.Version);
        Assert.Equal("local plan_saved cong-chinh done", hub.Audit()[^1]);
    }

    [Theory]
    [InlineData("in", "{}", "cannot be called 'in'")]
    [InlineData("Cong", "{}", "cannot be called 'Cong'")]
    [InlineData("a", "[1]", "must be an object")]
    [InlineData("a", "{", "no JSON")]
    [InlineData("a", """{"Lanes":1}""", "\"Lanes\" is no section")]
    [InlineData("a", """{"gate":{"Id":"x"}}""", "not a plan's to say")]
    [InlineData("a", """{"Uplink":{"Hub":"mqtt://elsewhere"}}""", "not a plan's to say")]
    [InlineData("a", """{"Lanes":[{"Name":"a","name":"b"}]}""", "Lanes:0:name is said twice")]
    [InlineData("a", """{"Lanes":[],"Lanes":[]}""", "no JSON")]
    [InlineData("a", """{"Lanes":[{"Turnstile":{"Pulse":"5 s"}}]}""", "Lanes:0:Turnstile:Pulse is '5 s'; allowed: a duration")]
    [InlineData("a", """{"Lanes":[{"Name":"a"},{"Name":"a"}]}""", "the name 'a' stands for 2 lanes")]
    [InlineData("a", """{"L":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":1}}}}}}}}}}}}}}}}}""", "no JSON")]
    public async Task What_is_no_plan_is_refused_with_why(string name, string json, string why)
    {
        await using var hub = new TestDesk();
        var refusal = await TestDesk.RefusalAsync(() => hub.Get<LanePlans>().SaveAsync(name, json, Actor.Local, default));
        Assert.Contains(why, refusal, StringComparison.Ordinal);
        Assert.Contains("Nothing was saved", refusal, StringComparison.Ordinal);
        Assert.Empty(hub.Audit());
    }

    [Fact]
    public async Task A_plan_has_a_bound()
    {
        await using var hub = new TestDesk();
        var long_ = "{\"Lanes\":[\"" + new string('x', LanePlans.MaxLength) + "\"]}";
        Assert.Contains(
            "are the most", await TestDesk.RefusalAsync(
                () => hub.Get<LanePlans>().SaveAsync("a", long_, Actor.Local, default)), StringComparison.Ordinal);
    }
}
