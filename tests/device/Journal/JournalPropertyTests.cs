using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CheckIn.Contract;
using FsCheck;
using FsCheck.Fluent;

namespace CheckIn.Gate.Tests.Journal;

public sealed class JournalPropertyTests
{
    public enum Step { Append, AppendMany, AppendSealed, Restart, Acknowledge, Rewind, Sweep, Session }

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private static readonly JsonSerializerOptions Relaxed = new()
    { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public void Any_sequence_of_appends_restarts_acks_and_sweeps_keeps_numbers_and_chain()
    {
        var steps = Gen.ArrayOf(Gen.Elements(Enum.GetValues<Step>()));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(25),
            Prop.ForAll(
                Arb.From(steps, static all => all.Length == 0 ? [] : [all[..(all.Length / 2)], all[..^1]]),
                KeepsItsPromisesAsync));
    }

    [Fact]
    public void Any_body_and_sealed_part_come_back_byte_for_byte_with_equal_links()
    {
        var text = ArbMap.Default.GeneratorFor<string>().Select(static s => s ?? "");
        var draft = from names in Gen.ArrayOf(text)
                    from value in text
                    from style in Gen.Choose(0, 5)
                    from hasSealed in Gen.Elements(true, false)
                    select (Body: Body(names, value, style), Sealed: hasSealed ? Body([value], value, style) : null);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(25),
            Prop.ForAll(Arb.From(Gen.NonEmptyListOf(draft)), static drafts => ComesBackAsync(drafts)));
    }

    private static async Task<bool> KeepsItsPromisesAsync(Step[] steps)
    {
        using var test = new TestJournal();
        var journal = test.Open(TimeSpan.FromDays(5));
        long last = 0, delivered = 0, session = 0;
        foreach (var step in steps)
        {
            test.Time.Pass(TimeSpan.FromDays(2));
            switch (step)
            {
                case Step.Append:
                    Assert.Equal(++last, await journal.AppendAsync(TestJournal.Draft()));
                    break;
                case Step.AppendMany:
                    var many = Enumerable.Range(0, 250).Select(_ => journal.AppendAsync(TestJournal.Draft()).AsTask());
                    Assert.Equal(last += 250, (await Task.WhenAll(many)).Max());
                    break;
                case Step.AppendSealed:
                    Assert.Equal(++last, await journal.AppendAsync(TestJournal.Draft("{}", "\"x\"")));
                    break;
                case Step.Restart:
                    await journal.DisposeAsync();
                    journal = test.Open(TimeSpan.FromDays(5));
                    break;
                case Step.Acknowledge:
                    await journal.SetDeliveredAsync(journal.Epoch, delivered = last);
                    break;
                case Step.Rewind:
                    await journal.SetDeliveredAsync(journal.Epoch, delivered / 2);
                    delivered = Math.Max(delivered / 2, journal.FirstRetained - 1);
                    break;
                case Step.Sweep:
                    await journal.SweepAsync(CancellationToken.None);
                    break;
                default:
                    var next = await journal.NextSessionAsync();
                    Assert.True(next > session);
                    session = next;
                    break;
            }
            Assert.Equal((last, delivered), (journal.LastSeq, journal.DeliveredThrough));
            Assert.InRange(journal.FirstRetained, 1, delivered + 1);
        }
        Assert.Equal(last - journal.FirstRetained + 1, TestJournal.ReadAll(journal).Count);
        await journal.DisposeAsync();
        return true;
    }

    private static async Task<bool> ComesBackAsync(IEnumerable<(byte[] Body, byte[]? Sealed)> drafts)
    {
        using var test = new TestJournal();
        await using var journal = test.Open();
        var all = drafts.ToArray();
        foreach (var (body, sealedPart) in all)
            await journal.AppendAsync(TestJournal.Draft() with { Body = body, Sealed = sealedPart });
        var received = TestJournal.ReadAll(journal, maxEvents: 7);
        Assert.Equal(all.Length, received.Count);
        for (var i = 0; i < all.Length; i++)
        {
            var body = Encoding.UTF8.GetString(all[i].Body).Trim(' ', '\n', '\r', '\t');
            var fact = Encoding.UTF8.GetString(received[i].Fact.Span);
            Assert.EndsWith("\"body\":" + body + "}", fact, StringComparison.Ordinal);
            Assert.Equal(all[i].Sealed ?? [], received[i].Sealed.ToArray());
        }
        return true;
    }

    // Members that no program knows, with escapes and white space in every place that JSON allows.
    private static byte[] Body(string[] names, string value, int style)
    {
        var members = names.Select(static name => "x" + name).Distinct(StringComparer.Ordinal)
            .ToDictionary(static name => name, _ => (object?)new[] { value, "\u2028<\"\\/\u0001", null });
        var json = style switch
        {
            0 => JsonSerializer.Serialize(members),
            1 => JsonSerializer.Serialize(members, Indented),
            2 => JsonSerializer.Serialize(members, Relaxed),
            3 => " \n" + JsonSerializer.Serialize(members, Indented) + "\r\n\t ",
            4 => "{ \t}",
            _ => """{"\u0073eal":"\u0022}","outcome":"\u0061dmitted","tag":null , "n":1e3}""",
        };
        return Encoding.UTF8.GetBytes(json.Trim(style == 3 ? [] : [' ']));
    }
}
