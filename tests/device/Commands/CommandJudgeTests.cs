using System.Text;
using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Gate.Clock;
using CheckIn.Gate.Commands;

namespace CheckIn.Gate.Tests.Commands;

public sealed class CommandJudgeTests
{
    private const long Now = 1_790_000_000_000;
    private static readonly string Id = Guid.CreateVersion7().ToString();
    private static readonly ClockStamp Sure = new(0, Now, new ClockQuality(50, 10)), Unsure = new(0, Now, null);

    [Fact]
    public void What_comes_now_and_says_when_it_ends_is_done() => Assert.Null(Judge(Message()).Refusal);

    [Fact]
    public void What_a_server_kept_does_nothing_and_nobody_is_answered()
    {
        var verdict = Judge(Message() with { IsRetained = true });
        Assert.Equal((CommandRefusals.Retained, false), (verdict.Refusal, verdict.IsAnswered));
    }

    [Fact]
    public void What_was_here_does_nothing_and_nobody_is_answered()
    {
        var verdict = Judge(Message(), wasHere: id => id == Id);
        Assert.Equal((CommandRefusals.Repeated, false), (verdict.Refusal, verdict.IsAnswered));
    }

    [Theory]
    [InlineData(null, 0)]
    [InlineData(0u, 0)]
    [InlineData(11u, 0)]
    [InlineData(10u, 10)]
    [InlineData(3u, 4)]
    public void Whose_time_is_over_or_never_ends_does_nothing(uint? expiry, int waitedS)
    {
        var verdict = Judge(Message() with { ExpiryS = expiry }, waitedS);
        Assert.Equal((CommandRefusals.Expired, true), (verdict.Refusal, verdict.IsAnswered));
    }

    [Theory]
    [InlineData(9, true, true)]
    [InlineData(11, true, false)]
    [InlineData(3600, true, false)]
    [InlineData(-3600, true, true)]
    [InlineData(3600, false, true)]
    public void A_gate_that_is_sure_of_the_time_knows_how_old_it_is(int ageS, bool isSure, bool isDone)
    {
        var verdict = Judge(Message(at: Now - (ageS * 1000L)), clock: isSure ? Sure : Unsure);
        Assert.Equal(isDone ? null : CommandRefusals.Expired, verdict.Refusal);
    }

    [Fact]
    public void A_clock_that_may_be_wrong_by_seconds_judges_nothing() => Assert.Null(
        Judge(Message(at: Now - 60_000), clock: Sure with { Quality = new ClockQuality(2001, 10) }).Refusal);

    [Theory]
    [InlineData("""{"name":"fly"}""", CommandRefusals.Unknown)]
    [InlineData("""{"name":"identify","seconds":61}""", CommandRefusals.Malformed)]
    [InlineData("""{"name":"identify","seconds":0}""", CommandRefusals.Malformed)]
    [InlineData("""{"name":"send_logs","lines":501}""", CommandRefusals.Malformed)]
    [InlineData("""{"name":"open_once"}""", CommandRefusals.Malformed)]
    [InlineData("""{"name":"scan_test"}""", CommandRefusals.Malformed)]
    [InlineData("""{"name":"admit","operator":"person:an"}""", CommandRefusals.Malformed)]
    [InlineData("""{"name":"admit","lane":"vao"}""", CommandRefusals.Malformed)]
    [InlineData("""{"name":"admit","lane":"vao","operator":""}""", CommandRefusals.Malformed)]
    [InlineData("""{"name":"admit","lane":"vao","operator":"person:an","number":"12"}""", CommandRefusals.Malformed)]
    [InlineData("""{"name":null}""", CommandRefusals.Unknown)]
    public void What_makes_no_sense_is_answered(string rest, string refusal)
    {
        var verdict = Judge(Raw($$"""{"id":"{{Id}}","at":{{Now}},{{rest[1..]}}"""));
        Assert.Equal((refusal, true), (verdict.Refusal, verdict.IsAnswered));
    }

    [Theory]
    [InlineData("")]
    [InlineData(",\"number\":\"001 099 000 001\"")]
    public void Somebody_is_let_in_by_an_operators_word_with_a_number_or_without(string number) => Assert.Null(
        Judge(Raw($$"""{"id":"{{Id}}","at":{{Now}},"name":"admit","lane":"vao","operator":"person:an"{{number}}}""")).Refusal);

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("""{"name":"identify"}""")]
    [InlineData("""{"id":"x","name":"identify","at":1}""")]
    [InlineData("""{"id":"0190A000-0000-7000-8000-000000000000","name":"identify","at":1}""")]
    [InlineData("""{"id":"0190a000-0000-7000-8000-000000000000","name":"identify","at":"now"}""")]
    [InlineData("""{"id":"0190a000-0000-7000-8000-000000000000","name":"identify","at":1,"lane":{}}""")]
    public void What_cannot_be_read_is_counted_and_answered_to_nobody(string text)
    {
        var verdict = Judge(Raw(text));
        Assert.Equal((CommandRefusals.Malformed, false), (verdict.Refusal, verdict.IsAnswered));
    }

    [Fact]
    public void What_is_too_large_or_too_deep_is_not_read()
    {
        Assert.Equal(CommandRefusals.Malformed, Judge(Raw(new string(' ', CommandMessage.MaxBytes + 1))).Refusal);
        Assert.Equal(CommandRefusals.Malformed, Judge(Raw(
            $$"""{"id":"{{Id}}","name":"identify","at":1,"more":{{new string('[', 500)}}{{new string(']', 500)}}}""")).Refusal);
    }

    [Fact]
    public void Of_ids_the_latest_are_kept()
    {
        var seen = new SeenCommands();
        for (var i = 0; i <= SeenCommands.Most; i++)
            seen.Add($"id-{i}");
        Assert.False(seen.Contains("id-0"));
        Assert.True(seen.Contains("id-1"));
        Assert.True(seen.Contains($"id-{SeenCommands.Most}"));
    }

    private static CommandVerdict Judge(
        ReceivedCommand received, int waitedS = 0, ClockStamp? clock = null, Func<string, bool>? wasHere = null) =>
        CommandJudge.Judge(received, TimeSpan.FromSeconds(waitedS), clock ?? Sure, wasHere ?? (static _ => false));

    private static ReceivedCommand Message(long at = Now) => new(false, 10, JsonSerializer.SerializeToUtf8Bytes(
        new CommandMessage(Id, CommandWords.OpenOnce, at, "vao"), ContractJson.Default.CommandMessage), 0);

    private static ReceivedCommand Raw(string text) => new(false, 10, Encoding.UTF8.GetBytes(text), 0);
}
