using System.Net;
using CheckIn.Contract;
using CheckIn.Hub.Commands;
using CheckIn.Hub.Tests.Updates;
using CheckIn.Hub.Web;

namespace CheckIn.Hub.Tests.Web;

/// <summary>A guard's pages, as somebody sees and sends them; the test answers for the gate.</summary>
public sealed class GuardPagesTests
{
    [Fact]
    public async Task A_form_that_is_sent_twice_lets_one_in_and_what_the_gate_said_is_shown()
    {
        await using var hub = await UpdateHub.StartAsync();
        await hub.EnrolAsync("truong-a", "cong-a");
        (string, string)[] form =
            [("gate", "cong-a"), ("lane", "vao"), ("number", "001 099 000 001"), ("key", OnceForms.NewKey())];
        var (first, second) = (SendAsync(hub, form), SendAsync(hub, form));
        var id = await GivenAsync(hub);
        await hub.Host.Get<CommandDesk>().HearAsync("cong-a", new ReplyMessage(
            id, ReplyStates.Done, Entry: new("admitted", Reasons.Assisted, 7)));
        foreach (var (status, address, page) in new[] { await first, await second })
        {
            Assert.Equal(HttpStatusCode.OK, status);
            Assert.Equal($"/guard?gate=cong-a&lane=vao&given={id}&lang=en", address);
            Assert.Contains("class=\"answer admitted\"", page, StringComparison.Ordinal);
            Assert.DoesNotContain("099", page, StringComparison.Ordinal);
        }
        Assert.Equal(1, Count(hub));
    }

    [Fact]
    public async Task A_refusal_of_the_rules_is_said_with_why_and_nobody_else_is_shown_it()
    {
        await using var hub = await UpdateHub.StartAsync();
        await hub.EnrolAsync("truong-a", "cong-a", "cong-b");
        var sent = SendAsync(hub, ("gate", "cong-a"), ("lane", "vao"), ("number", ""), ("key", OnceForms.NewKey()));
        var id = await GivenAsync(hub);
        await hub.Host.Get<CommandDesk>().HearAsync("cong-a", new ReplyMessage(
            id, ReplyStates.Done, Entry: new("refused", Reasons.Passback, 8)));
        var page = (await sent).Page;
        Assert.Contains("class=\"answer refused\"", page, StringComparison.Ordinal);
        Assert.Contains("inside already", page, StringComparison.Ordinal);
        Assert.DoesNotContain("answer refused", await hub.Web.GetStringAsync(
            $"guard?gate=cong-b&lane=vao&given={id}&lang=en"), StringComparison.Ordinal);
        Assert.Contains("refused: inside already", await hub.Web.GetStringAsync("gates/cong-a/commands?lang=en"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_number_that_is_none_is_sent_to_nobody_and_stands_there_to_be_mended()
    {
        await using var hub = await UpdateHub.StartAsync();
        await hub.EnrolAsync("truong-a", "cong-a");
        var (status, _, page) = await SendAsync(hub, ("gate", "cong-a"), ("lane", "vao"), ("number", "00109900"));
        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Contains("value=\"00109900\"", page, StringComparison.Ordinal);
        Assert.Equal(0, Count(hub));
    }

    [Fact]
    public async Task Lanes_of_gates_that_are_there_are_offered_and_what_is_not_there_is_not_found()
    {
        await using var hub = await UpdateHub.StartAsync();
        await hub.EnrolAsync("truong-a", "cong-a");
        Assert.Contains("No gate that you may open is connected", await hub.Web.GetStringAsync("guard?lang=en"),
            StringComparison.Ordinal);
        hub.Host.Get<CheckIn.Hub.Fleet.FleetRegistry>().OnHealth("cong-a", new HealthMessage(1, 60, 0, 0, 0, 0, 0, 0, 0)
        {
            Lanes = [new("vao", true, 0, 0), new("ra", true, 0, 0)],
        });
        var offered = await hub.Web.GetStringAsync("guard?gate=cong-a&lane=khong-co&lang=en");
        Assert.Contains("/guard?gate=cong-a&amp;lane=vao", offered, StringComparison.Ordinal);
        Assert.Contains("/guard?gate=cong-a&amp;lane=ra", offered, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await hub.Web.GetAsync("guard?gate=khong-co&lane=vao")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(hub, ("gate", "khong-co"), ("lane", "vao"))).Status);
    }

    [Fact]
    public async Task Of_forms_the_latest_are_remembered_each_for_who_sent_it()
    {
        var (forms, done) = (new OnceForms(), 0);
        Task<string> Send(string who, string key) =>
            forms.DoAsync(who, key, () => Task.FromResult($"{Interlocked.Increment(ref done)}"));
        Assert.Equal(["1", "1", "2"], [await Send("an", "k"), await Send("an", "k"), await Send("binh", "k")]);
        for (var i = 0; i < OnceForms.Most; i++)
            await Send("an", $"{i}");
        Assert.NotEqual("1", await Send("an", "k"));
        Assert.NotEqual(await Send("an", ""), await Send("an", ""));
    }

    private static async Task<string> GivenAsync(UpdateHub hub)
    {
        for (var i = 0; i < 400; i++)
        {
            if (hub.Host.Store.Read(static db => CommandRows.Of(db, "cong-a", null, 1)) is [var given])
                return given.Id;
            await Task.Delay(25);
        }
        throw new TimeoutException("No command was given.");
    }

    private static int Count(UpdateHub hub) => hub.Host.Store.Read(static db => CommandRows.Of(db, "cong-a", null, 100)).Count;

    private static async Task<(HttpStatusCode Status, string Address, string Page)> SendAsync(
        UpdateHub hub, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(static one => KeyValuePair.Create(one.Name, one.Value)));
        using var answer = await hub.Web.PostAsync("guard?lang=en", form);
        return (answer.StatusCode, answer.RequestMessage!.RequestUri!.PathAndQuery, await answer.Content.ReadAsStringAsync());
    }
}
