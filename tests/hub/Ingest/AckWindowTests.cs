using CheckIn.Hub.Ingest;
using FsCheck;
using FsCheck.Fluent;

namespace CheckIn.Hub.Tests.Ingest;

public sealed class AckWindowTests
{
    private static readonly Gen<(int First, int Length)> Batch =
        from first in Gen.Choose(1, 60)
        from length in Gen.Choose(1, 20)
        select (first, length);

    [Theory]
    [InlineData(0, 1, 10, 1, 10)]
    [InlineData(5, 1, 10, 1, 10)]
    [InlineData(10, 1, 10, 1, 10)]
    [InlineData(10, 12, 20, 1, 10)]
    [InlineData(10, 12, 20, 15, 20)]
    [InlineData(10, 12, 20, 21, 10)]
    public void The_position_moves_over_what_has_no_gap_or_never_can_be_filled(
        long through, long first, long last, long firstRetained, long expected) =>
        Assert.Equal(expected, new AckWindow(through).Receive(first, last, firstRetained).Next.Through);

    [Fact]
    public void The_position_never_goes_back_and_never_passes_what_was_not_received() =>
        Prop.ForAll(Batch.ListOf().ToArbitrary(), batches =>
        {
            var window = new AckWindow(0);
            var received = new HashSet<long>();
            foreach (var (first, length) in batches)
            {
                for (var seq = first; seq < first + length; seq++)
                    received.Add(seq);
                var (next, lost) = window.Receive(first, first + length - 1, firstRetained: 1);
                if (next.Through < window.Through || lost is not null)
                    return false;
                window = next;
                for (var seq = 1L; seq <= window.Through; seq++)
                {
                    if (!received.Contains(seq))
                        return false;
                }
            }
            return true;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_lost_range_begins_after_the_position_and_is_named_once() =>
        Prop.ForAll(Batch.ToArbitrary(), Gen.Choose(0, 60).ToArbitrary(), Gen.Choose(1, 80).ToArbitrary(),
            (batch, through, retained) =>
            {
                var last = batch.First + batch.Length - 1;
                var (next, lost) = new AckWindow(through).Receive(batch.First, last, retained);
                var again = next.Receive(batch.First, last, retained);
                return again.Lost is null
                    && again.Next == next
                    && (lost is not { } range || (range.First == through + 1 && range.Last == retained - 1
                        && next.Through == last));
            }).QuickCheckThrowOnFailure();
}
