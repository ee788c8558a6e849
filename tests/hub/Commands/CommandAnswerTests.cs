using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Hub.Commands;

namespace CheckIn.Hub.Tests.Commands;

public sealed class CommandAnswerTests
{
    private static readonly string Id = Guid.CreateVersion7().ToString();

    [Theory]
    [InlineData("sent", "accepted", "Progress")]
    [InlineData("sent", "done", "Last")]
    [InlineData("accepted", "accepted", "Repeated")]
    [InlineData("accepted", "failed", "Last")]
    [InlineData("done", "done", "Repeated")]
    [InlineData("done", "accepted", "Repeated")]
    [InlineData("refused", "done", "Repeated")]
    [InlineData("unanswered", "accepted", "Repeated")]
    [InlineData("unanswered", "done", "Late")]
    [InlineData("not_sent", "refused", "Late")]
    public void Each_answer_counts_once_and_the_last_word_stays(string state, string told, string news) =>
        Assert.Equal(news, CommandAnswer.Judge(Given(state), "cong-a", new ReplyMessage(Id, told)).ToString());

    [Fact]
    public void Another_gates_answer_is_none()
    {
        Assert.Equal(CommandNews.Foreign, CommandAnswer.Judge(Given("sent"), "cong-b", new ReplyMessage(Id, "done")));
        Assert.Equal(CommandNews.Foreign, CommandAnswer.Judge(null, "cong-a", new ReplyMessage(Id, "done")));
    }

    [Fact]
    public void Nothing_of_an_answer_is_longer_than_it_may_be()
    {
        var reply = new ReplyMessage(
            Id, ReplyStates.Failed, "No word!", new string('x', 1000),
            [.. Enumerable.Range(0, 100).Select(static i => new SelfCheck($"check_{i}", true, new string('y', 400)))],
            [.. Enumerable.Range(0, 600).Select(static i => new string('z', 120) + i)], new ScanResult(true, "a\u0007b", 5));
        var read = CommandAnswer.Read(JsonSerializer.SerializeToUtf8Bytes(reply, ContractJson.Default.ReplyMessage))!;
        Assert.Null(read.Reason);
        Assert.Equal(300, read.Detail!.Length);
        Assert.Equal((64, 300), (read.Checks!.Count, read.Checks[0].Detail!.Length));
        Assert.Equal(500, read.Lines!.Count);
        Assert.EndsWith("599", read.Lines[^1], StringComparison.Ordinal);
        Assert.Null(read.Scan!.Kind);
    }

    [Fact]
    public void Of_long_lines_the_latest_stay()
    {
        var reply = new ReplyMessage(Id, ReplyStates.Done, Lines: [.. Enumerable.Range(0, 100).Select(static i => new string('z', 1000) + i)]);
        var read = CommandAnswer.Read(JsonSerializer.SerializeToUtf8Bytes(reply, ContractJson.Default.ReplyMessage))!;
        Assert.InRange(read.Lines!.Count, 60, 65);
        Assert.EndsWith("99", read.Lines[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"id":"x","state":"done"}""")]
    [InlineData("""{"id":"0190a000-0000-7000-8000-000000000000","state":"flying"}""")]
    [InlineData("""{"id":"0190a000-0000-7000-8000-000000000000","state":"done","lines":7}""")]
    public void What_is_no_answer_is_none(string text) =>
        Assert.Null(CommandAnswer.Read(System.Text.Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Holes_in_it_hurt_nobody()
    {
        var read = CommandAnswer.Read(System.Text.Encoding.UTF8.GetBytes(
            $$"""{"id":"{{Id}}","state":"done","checks":[null,{"name":null,"ok":true},{"name":"disk","ok":true}],"lines":[null,"a"]}"""))!;
        Assert.Equal("disk", Assert.Single(read.Checks!).Name);
        Assert.Equal(["", "a"], read.Lines!);
    }

    [Fact]
    public void Ids_rise_even_when_the_clock_is_set_back()
    {
        var (ids, now) = (new CommandIds(), new DateTimeOffset(2026, 11, 22, 8, 0, 0, TimeSpan.Zero));
        var all = new List<string> { ids.Next(now), ids.Next(now), ids.Next(now.AddHours(-1)), ids.Next(now.AddSeconds(5)) };
        var again = new CommandIds();
        again.Follow(all[^1]);
        all.Add(again.Next(now));
        Assert.Equal(all.Order(StringComparer.Ordinal), all);
        Assert.True(string.CompareOrdinal(all[0], CommandIds.Before(now)) > 0);
        Assert.True(string.CompareOrdinal(all[^1], CommandIds.Before(now.AddMinutes(1))) < 0);
    }

    private static GivenCommand Given(string state) => new(
        Id, null, "cong-a", new CommandOrder(CommandWords.Identify), "person:an", default, state, null, null, null);
}
