using System.Text;
using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Commands;
using CheckIn.Hub.Sites;
using CheckIn.Mqtt;

namespace CheckIn.Hub.Tests.Commands;

/// <summary>Commands with the real store, and hubs that end at any moment.</summary>
public sealed class CommandDeskTests
{
    private static readonly CommandOrder Open = new(CommandWords.OpenOnce, "vao"), Identify = new(CommandWords.Identify);

    [Fact]
    public async Task A_command_goes_out_once_with_its_end_and_never_to_be_kept()
    {
        await using var hub = new CommandHub();
        await hub.EnrolAsync("cong-a");
        var given = await hub.GiveAsync("cong-a", Open);
        var message = Assert.Single(hub.Sent);
        var content = JsonSerializer.Deserialize(message.Payload.Span, ContractJson.Default.CommandMessage)!;
        Assert.Equal(("checkin/v1/gates/cong-a/commands", false, MqttQos.AtLeastOnce, 10u),
            (message.Topic, message.Retain, message.Qos, message.ExpirySeconds!.Value));
        Assert.Equal("checkin/v1/gates/cong-a/replies", message.ResponseTopic);
        Assert.Equal(given.Id, Encoding.ASCII.GetString(message.CorrelationData.Span));
        Assert.Equal((given.Id, "open_once", "vao"), (content.Id, content.Name, content.Lane));
        Assert.Equal(7, Guid.Parse(given.Id).Version);
        Assert.Equal(CommandStates.Sent, given.State);
    }

    [Fact]
    public async Task Of_somebody_without_a_code_the_gate_hears_who_asked_and_his_number_and_the_hub_keeps_no_number()
    {
        const string number = "001099000001";
        await using var hub = new CommandHub();
        await hub.EnrolAsync("cong-a");
        var given = await hub.GiveAsync("cong-a", new(CommandWords.Admit, "vao", Number: number));
        var content = JsonSerializer.Deserialize(Assert.Single(hub.Sent).Payload.Span, ContractJson.Default.CommandMessage)!;
        Assert.Equal(("admit", "vao", number, "person:an"), (content.Name, content.Lane, content.Number, content.Operator));
        await hub.AnswerAsync("cong-a", new(given.Id, ReplyStates.Done, Entry: new("refused", Reasons.Denied, 7)));
        var kept = hub.Desk.Find(given.Id, hub.Whole)!;
        Assert.Equal((null, new EntryResult("refused", Reasons.Denied, 7)), (kept.Order.Number, kept.Reply!.Entry));
        Assert.DoesNotContain(number, given.ToString() + kept + string.Join(' ', hub.Audit()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Both_ends_of_it_have_their_line_in_the_audit()
    {
        await using var hub = new CommandHub();
        await hub.EnrolAsync("cong-a");
        var given = await hub.GiveAsync("cong-a", Open);
        await hub.AnswerAsync("cong-a", new(given.Id, ReplyStates.Refused, CommandRefusals.Emergency, "All is open."));
        Assert.Equal(
            [
                $"person:an command_given cong-a sent open_once, lane vao, command {given.Id} truong-a",
                $"gate:cong-a command_ended cong-a refused open_once, lane vao (emergency), command {given.Id} truong-a",
            ], hub.Audit());
        var kept = hub.Desk.Find(given.Id, hub.Whole)!;
        Assert.Equal(("refused", "emergency", "All is open."), (kept.State, kept.Reason, kept.Reply!.Detail));
    }

    [Fact]
    public async Task A_gate_that_is_not_there_gets_nothing_not_even_later()
    {
        await using var hub = new CommandHub();
        await hub.EnrolAsync("cong-a", isThere: false);
        var refusal = await Assert.ThrowsAsync<CommandException>(() => hub.GiveAsync("cong-a", Open));
        Assert.Contains("not connected", refusal.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<CommandException>(() => hub.GiveAsync("khong-co", Open));
        await hub.Loop.TurnAsync();
        Assert.Empty(hub.Sent);
        Assert.Empty(hub.Desk.Of("cong-a", hub.Whole, null, 10));
    }

    [Fact]
    public async Task What_is_not_answered_in_time_ends_so_and_a_late_answer_is_believed()
    {
        await using var hub = new CommandHub();
        await hub.EnrolAsync("cong-a");
        var given = await hub.GiveAsync("cong-a", Open);
        hub.Parts.Time.Pass(TimeSpan.FromSeconds(14));
        await hub.Loop.TurnAsync();
        Assert.Equal(CommandStates.Sent, hub.Desk.Find(given.Id, hub.Whole)!.State);
        hub.Parts.Time.Pass(TimeSpan.FromSeconds(1));
        await hub.Loop.TurnAsync();
        Assert.Equal(CommandStates.Unanswered, hub.Desk.Find(given.Id, hub.Whole)!.State);
        await hub.AnswerAsync("cong-a", new(given.Id, ReplyStates.Done));
        Assert.Equal(ReplyStates.Done, hub.Desk.Find(given.Id, hub.Whole)!.State);
        Assert.Equal(["sent", "unanswered", "done"], hub.Audit().Select(static line => line.Split(' ')[3]));
    }

    [Fact]
    public async Task One_that_lasts_has_its_own_time_after_it_was_accepted()
    {
        await using var hub = new CommandHub();
        await hub.EnrolAsync("cong-a");
        var given = await hub.GiveAsync("cong-a", Identify with { Seconds = 40 });
        await hub.AnswerAsync("cong-a", new(given.Id, ReplyStates.Accepted));
        hub.Parts.Time.Pass(TimeSpan.FromSeconds(69));
        await hub.Loop.TurnAsync();
        Assert.Equal(ReplyStates.Accepted, hub.Desk.Find(given.Id, hub.Whole)!.State);
        hub.Parts.Time.Pass(TimeSpan.FromSeconds(1));
        await hub.Loop.TurnAsync();
        Assert.Equal(CommandStates.Unanswered, hub.Desk.Find(given.Id, hub.Whole)!.State);
    }

    [Fact]
    public async Task A_hub_that_ended_in_between_takes_the_answer_or_finds_it_missing_and_sends_nothing_again()
    {
        await using var hub = new CommandHub();
        await hub.EnrolAsync("cong-a");
        var (first, second) = (await hub.GiveAsync("cong-a", Open), await hub.GiveAsync("cong-a", Identify));
        hub.Begin();
        await hub.Loop.TurnAsync();
        Assert.Equal(2, hub.Sent.Count);
        await hub.AnswerAsync("cong-a", new(first.Id, ReplyStates.Done));
        hub.Parts.Time.Pass(TimeSpan.FromSeconds(15));
        await hub.Loop.TurnAsync();
        Assert.Equal(
            [CommandStates.Unanswered, ReplyStates.Done],
            hub.Desk.Of("cong-a", hub.Whole, null, 10).Select(static command => command.State));
        Assert.Equal(2, hub.Sent.Count);
        Assert.True(string.CompareOrdinal((await hub.GiveAsync("cong-a", Open)).Id, second.Id) > 0);
    }

    [Fact]
    public async Task Answers_to_nothing_of_another_gate_and_told_twice_change_nothing()
    {
        await using var hub = new CommandHub();
        await hub.EnrolAsync("cong-a");
        await hub.EnrolAsync("cong-b");
        var given = await hub.GiveAsync("cong-a", Open);
        await hub.AnswerAsync("cong-b", new(given.Id, ReplyStates.Done));
        await hub.AnswerAsync("cong-a", new(Guid.CreateVersion7().ToString(), ReplyStates.Done));
        await hub.HearAsync("cong-a", "{\"id\":7}"u8.ToArray());
        await hub.HearAsync("cong-a", [0xff, 0x00]);
        await hub.HearAsync("cong-a", new byte[ReplyMessage.MaxBytes + 1]);
        Assert.Equal(CommandStates.Sent, hub.Desk.Find(given.Id, hub.Whole)!.State);
        await hub.AnswerAsync("cong-a", new(given.Id, ReplyStates.Done));
        await hub.AnswerAsync("cong-a", new(given.Id, ReplyStates.Failed, CommandRefusals.HardwareFailed));
        Assert.Equal(ReplyStates.Done, hub.Desk.Find(given.Id, hub.Whole)!.State);
        Assert.Equal(2, hub.Audit().Count);
    }

    [Fact]
    public async Task Many_are_told_at_their_pace_when_the_number_is_confirmed()
    {
        await using var hub = new CommandHub();
        for (var i = 0; i < 45; i++)
            await hub.EnrolAsync($"cong-{i:00}", isThere: i < 44);
        var scope = new FleetScope(Site: "truong-a");
        Assert.Equal((45, 44), hub.Desk.Reach(scope, hub.Whole));
        var refusal = await Assert.ThrowsAsync<CommandException>(
            () => hub.Desk.GiveManyAsync(scope, Identify, 44, Actor.Local, hub.Whole));
        Assert.Contains("45 gates now", refusal.Message, StringComparison.Ordinal);
        var batch = await hub.Desk.GiveManyAsync(scope, Identify, 45, Actor.Local, hub.Whole);
        Assert.Empty(hub.Sent);
        await hub.Loop.TurnAsync();
        Assert.Equal(CommandLoop.PerBeat, hub.Sent.Count);
        await hub.Loop.TurnAsync();
        await hub.Loop.TurnAsync();
        Assert.Equal(44, hub.Sent.Count);
        Assert.Equal(45, hub.Audit().Count);
        await hub.AnswerAsync("cong-07", new(batch.Commands[7].Id, ReplyStates.Done));
        var kept = hub.Desk.Batch(batch.Id, hub.Whole)!;
        Assert.Equal((scope, 45), (kept.Scope, kept.Commands.Count));
        Assert.Equal((ReplyStates.Done, CommandStates.NotSent), (kept.Commands[7].State, kept.Commands[44].State));
    }

    [Theory]
    [InlineData("node:khong-co")]
    [InlineData("site:KHÔNG")]
    [InlineData("gate:khong-co")]
    public async Task A_place_that_is_not_there_has_no_gates(string place)
    {
        await using var hub = new CommandHub();
        await hub.EnrolAsync("cong-a");
        Assert.True(Assert.Throws<CommandException>(
            () => hub.Desk.Reach(FleetScopeWords.Read(place)!, hub.Whole)).IsUnknown);
    }

    [Fact]
    public async Task Opening_many_at_once_is_no_command()
    {
        await using var hub = new CommandHub();
        await hub.EnrolAsync("cong-a");
        await Assert.ThrowsAsync<CommandException>(
            () => hub.Desk.GiveManyAsync(FleetScope.All, Open, 1, Actor.Local, hub.Whole));
        Assert.Empty(hub.Sent);
    }

    [Fact]
    public async Task One_gate_may_owe_so_many_answers_and_no_more()
    {
        await using var hub = new CommandHub();
        await hub.EnrolAsync("cong-a");
        await hub.EnrolAsync("cong-b");
        for (var i = 0; i < CommandDesk.MostOfGate; i++)
            await hub.GiveAsync("cong-a", Open);
        Assert.True((await Assert.ThrowsAsync<CommandException>(() => hub.GiveAsync("cong-a", Open))).IsBusy);
        await hub.GiveAsync("cong-b", Open);
    }

    [Fact]
    public async Task Logs_go_after_a_week_and_commands_after_ninety_days()
    {
        await using var hub = new CommandHub();
        await hub.EnrolAsync("cong-a");
        var given = await hub.GiveAsync("cong-a", new(CommandWords.SendLogs));
        await hub.AnswerAsync("cong-a", new(given.Id, ReplyStates.Done, Lines: ["one\u001b[2J", "two"]));
        Assert.Equal(["one [2J", "two"], hub.Desk.Find(given.Id, hub.Whole)!.Reply!.Lines!);
        hub.Parts.Time.Pass(TimeSpan.FromDays(7.1));
        await hub.Desk.ForgetAsync();
        Assert.Null(hub.Desk.Find(given.Id, hub.Whole)!.Reply!.Lines);
        hub.Parts.Time.Pass(TimeSpan.FromDays(83));
        await hub.Desk.ForgetAsync();
        Assert.Null(hub.Desk.Find(given.Id, hub.Whole));
    }

    [Theory]
    [InlineData("fly", null, null, null)]
    [InlineData("open_once", null, null, null)]
    [InlineData("admit", null, null, null)]
    [InlineData("self_test", "vao", null, null)]
    [InlineData("identify", null, 61, null)]
    [InlineData("identify", null, 0, null)]
    [InlineData("restart", null, 5, null)]
    [InlineData("send_logs", null, null, 501)]
    [InlineData("scan_test", "vao", null, 5)]
    public void What_a_gate_would_not_understand_is_not_sent(string name, string? lane, int? seconds, int? lines) =>
        Assert.True(Assert.Throws<CommandException>(() => new CommandOrder(name, lane, seconds, lines).Checked()).IsMalformed);

    [Theory]
    [InlineData("admit", "12")]
    [InlineData("admit", "")]
    [InlineData("open_once", "001099000001")]
    public void A_number_is_one_of_a_paper_and_only_for_who_is_let_in(string name, string number) =>
        Assert.True(Assert.Throws<CommandException>(() => new CommandOrder(name, "vao", Number: number).Checked()).IsMalformed);
}
