using System.Globalization;
using System.Text;
using CheckIn.Contract;
using CheckIn.Gate.Journal;
using CheckIn.Gate.Tests.Journal;
using CheckIn.Gate.Visits;
using CheckIn.Record;

namespace CheckIn.Gate.Tests.Visits;

/// <summary>Who is inside by a gate's own journal.</summary>
public sealed class MusterTests : IDisposable
{
    private static readonly string An = new('a', 32), Binh = new('b', 32), Chi = new('c', 32);
    private readonly TestJournal _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Whoever_came_and_has_not_gone_is_inside_the_longest_first()
    {
        await using (var journal = _files.Open())
        {
            await AppendAsync(journal, Direction.In, An, 0, "staff");
            await AppendAsync(journal, Direction.In, Binh, 10, null);
            await AppendAsync(journal, Direction.In, Chi, 20, "visitor");
            await AppendAsync(journal, Direction.Out, Binh, 30, null);
        }
        Assert.Equal([(An, "staff", "vao"), (Chi, "visitor", "vao")], Inside("2026-11-21").Select(
            static person => (person.Tag, person.Category, person.Lane)));
        Assert.Empty(Inside("2026-11-22"));
    }

    [Fact]
    public async Task Who_was_refused_or_did_not_go_is_not_inside_and_another_epoch_counts_too()
    {
        await using (var journal = _files.Open())
        {
            await AppendAsync(journal, Direction.In, An, 0, null, "refused");
            var seq = await AppendAsync(journal, Direction.In, Binh, 10, null);
            await journal.AppendAsync(Draft(EventKinds.Passage, Direction.In, 12, $$"""{"cause":{{seq}},"result":"timed_out"}"""));
            await AppendAsync(journal, Direction.In, Chi, 20, null);
        }
        Assert.Equal([Chi], Inside("2026-11-21").Select(static person => person.Tag));
    }

    [Fact]
    public async Task A_night_shift_is_told_until_noon_by_how_many_of_it_may_still_be_inside()
    {
        await using (var journal = _files.Open())
        {
            await AppendAsync(journal, Direction.In, An, 0, "staff");
            await AppendAsync(journal, Direction.In, Binh, 10, "staff");
            // The next day one of them leaves, by a tag that is another.
            await journal.AppendAsync(Draft(EventKinds.Decision, Direction.Out, 1200,
                $$"""{"outcome":"admitted","tag":"{{Chi}}","tag_day":"2026-11-22"}"""));
        }
        var (exit, text) = Run(new SteppedTime(TestJournal.Start.AddHours(20)), "--lang", "en");
        Assert.Equal((0, "Inside by this gate: 0\n! Up to 1 more came before 03:00 and were not seen to leave: a night shift, or forgotten exits.\n"),
            (exit, text));
        Assert.Contains("\"stayed_over\":1", Run(new SteppedTime(TestJournal.Start.AddHours(20)), "--json").Text,
            StringComparison.Ordinal);
        Assert.Equal("Inside by this gate: 0\n", Run(new SteppedTime(TestJournal.Start.AddHours(22)), "--lang", "en").Text);
    }

    [Fact]
    public async Task The_command_tells_it_in_both_languages_and_to_programs_and_asks_for_a_journal_that_is_there()
    {
        await using (var journal = _files.Open())
            await AppendAsync(journal, Direction.In, An, 0, "deliverer");
        var time = new SteppedTime(TestJournal.Start);
        var (exit, text) = Run(time, "--lang", "en");
        Assert.Equal((0, "Inside by this gate: 1\n       1  deliverer\n  15:00  " + An + "  deliverer  vao\n"), (exit, text));
        Assert.Contains("giao hàng", Run(time, "--lang", "vi").Text, StringComparison.Ordinal);
        Assert.Equal($$"""{"tag":"{{An}}","category":"deliverer","entered_at":"2026-11-21T08:00:00+00:00","lane":"vao"}""" + "\n{\"inside\":1,\"stayed_over\":0}\n",
            Run(time, "--json").Text);
        var errors = new StringWriter();
        Assert.Equal(2, MusterCommand.Run(["--Journal:Path", _files.Path + ".none"], new StringWriter(), errors, time));
        Assert.StartsWith("✗ There is no journal", errors.ToString(), StringComparison.Ordinal);
    }

    private (int Exit, string Text) Run(TimeProvider time, params string[] args)
    {
        var (output, errors) = (new StringWriter(), new StringWriter());
        var exit = MusterCommand.Run([.. args, "--Journal:Path", _files.Path], output, errors, time);
        Assert.Equal("", errors.ToString());
        return (exit, output.ToString());
    }

    private IReadOnlyList<PersonInside> Inside(string day)
    {
        using var journal = RecordedJournal.Open(_files.Path);
        return Muster.Of(journal, DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture)).People;
    }

    private static async Task<long> AppendAsync(
        GateJournal journal, Direction direction, string tag, int minute, string? category, string outcome = "admitted") =>
        await journal.AppendAsync(Draft(EventKinds.Decision, direction, minute,
            $$"""{"outcome":"{{outcome}}","tag":"{{tag}}","tag_day":"2026-11-21"{{(category is null ? "" : $",\"category\":\"{category}\"")}}}"""));

    private static EventDraft Draft(string kind, Direction direction, int minute, string body) => new(
        kind, direction == Direction.In ? "vao" : "ra", direction, "boot-a", minute,
        TestJournal.Start.AddMinutes(minute).ToUnixTimeMilliseconds(), null, Encoding.UTF8.GetBytes(body));
}
