using CheckIn.Contract;
using CheckIn.Gate.Journal;
using FsCheck;
using FsCheck.Fluent;

namespace CheckIn.Gate.Tests.Journal;

public sealed class JournalBoundPropertyTests
{
    public enum Step { Append, AppendMuch, Deliver, DeliverHalf, GoBack, Sweep, Restart }

    private static readonly EventDraft Large = TestJournal.Draft($"{{\"x\":\"{new string('x', 30_000)}\"}}");

    /// <summary>Whatever fills and empties a journal at its bound: what the hub does not have is there, and the chain is whole.</summary>
    [Fact]
    public void Nothing_undelivered_ever_goes_and_the_files_never_pass_their_bound()
    {
        var steps = Gen.Frequency(
            (4, Gen.Constant(Step.AppendMuch)), (3, Gen.Elements(Enum.GetValues<Step>()))).ListOf(40);
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(12),
            Prop.ForAll(steps.ToArbitrary(), static all => KeepsItsPromisesAsync([.. all])));
    }

    private static async Task<bool> KeepsItsPromisesAsync(Step[] steps)
    {
        using var test = new TestJournal();
        var journal = test.OpenBounded(JournalFullPolicy.DropOldestDelivered, TimeSpan.FromDays(5));
        long delivered = 0;
        foreach (var step in steps)
        {
            test.Time.Pass(TimeSpan.FromDays(1));
            switch (step)
            {
                case Step.Append or Step.AppendMuch:
                    await AppendAsync(journal, step == Step.Append ? 1 : 40);
                    break;
                case Step.Deliver or Step.DeliverHalf or Step.GoBack:
                    delivered = step == Step.Deliver ? journal.LastSeq
                        : step == Step.DeliverHalf ? (delivered + journal.LastSeq) / 2
                        : Math.Max(journal.FirstRetained - 1, delivered - 10);
                    await journal.SetDeliveredAsync(journal.Epoch, delivered);
                    // A hub that goes back may ask for what is just being dropped.
                    Assert.InRange(journal.DeliveredThrough, delivered, step == Step.GoBack ? journal.LastSeq : delivered);
                    delivered = journal.DeliveredThrough;
                    break;
                case Step.Sweep:
                    await journal.SweepAsync(CancellationToken.None);
                    break;
                default:
                    await journal.DisposeAsync();
                    journal = test.OpenBounded(JournalFullPolicy.DropOldestDelivered, TimeSpan.FromDays(5));
                    break;
            }
            Assert.Equal(delivered, journal.DeliveredThrough);
            Assert.InRange(journal.FirstRetained, 1, delivered + 1);
            Assert.InRange(journal.SizeBytes, 0, 16 << 20);
        }
        await TestJournal.SettleAsync(journal);
        Assert.Equal(journal.LastSeq - journal.FirstRetained + 1, TestJournal.ReadAll(journal).Count);
        await journal.DisposeAsync();
        return true;
    }

    private static async Task AppendAsync(GateJournal journal, int count)
    {
        var appends = Enumerable.Range(0, count).Select(_ => journal.AppendAsync(Large).AsTask()).ToArray();
        await Task.WhenAll(appends).ContinueWith(static _ => { }, TaskScheduler.Default);
        Assert.All(appends.Where(static append => append.IsFaulted), static append =>
            Assert.Equal(JournalTrouble.Full, ((JournalException)append.Exception!.InnerException!).Trouble));
    }
}
