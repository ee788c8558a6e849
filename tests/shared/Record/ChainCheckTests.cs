using System.Buffers;
using System.Text;
using CheckIn.Contract;
using CheckIn.Record;
using CheckIn.Sealing;
using FsCheck;
using FsCheck.Fluent;

namespace CheckIn.Shared.Tests.Record;

public class ChainCheckTests
{
    private const string Epoch = "kỳ-1";

    [Fact]
    public void A_chain_as_it_was_recorded_is_whole()
    {
        var check = Check(Chain(20));
        Assert.True(check.IsWhole);
        Assert.Equal((20L, 1L, 20L), (check.Events, check.First, check.Last));
    }

    [Fact]
    public void Any_changed_byte_shows_at_its_event() =>
        Prop.ForAll(Gen.Choose(0, 7).ToArbitrary(), Gen.Choose(0, 10_000).ToArbitrary(), Gen.Choose(1, 255).ToArbitrary(),
            (victim, place, flip) =>
            {
                var chain = Chain(8);
                var fact = chain[victim].Fact.ToArray();
                fact[place % fact.Length] ^= (byte)flip;
                chain[victim] = chain[victim] with { Fact = fact };
                var check = Check(chain);
                return !check.IsWhole && check.Faults.All(fault => fault.Seq == victim + 1);
            }).QuickCheckThrowOnFailure();

    /// <summary>Whoever changes an event and computes its link anew is found by the event after it.</summary>
    [Fact]
    public void A_changed_event_with_a_link_of_its_own_shows_at_the_next_one()
    {
        var chain = Chain(8);
        var other = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(chain[3].Fact.Span).Replace("refused", "admitted", StringComparison.Ordinal));
        chain[3] = chain[3] with { Fact = other, Link = LinkOf(other) };
        Assert.Equal([5], Check(chain).Faults.Select(fault => fault.Seq));
    }

    [Fact]
    public void What_is_missing_shows_as_a_gap_and_the_rest_is_still_checked()
    {
        var chain = Chain(30);
        chain[25] = chain[25] with { Fact = "{}"u8.ToArray() };
        var check = Check([.. chain.Where(recorded => recorded.Seq is not (4 or 5 or 6 or 12 or 30))], last: 30);
        Assert.Equal([new SeqRange(4, 6), new SeqRange(12, 12), new SeqRange(30, 30)], check.Gaps);
        Assert.Equal((5L, 26L), (check.Missing, check.Faults[0].Seq));
    }

    [Fact]
    public void A_gap_at_the_beginning_is_told_from_retention()
    {
        var chain = Chain(10);
        Assert.Equal([new SeqRange(1, 3)], Check(chain[3..]).Gaps);
        var retained = new ChainCheck(3, chain[2].Link.Span);
        chain[3..].ForEach(retained.Add);
        Assert.True(retained.IsWhole);
    }

    [Fact]
    public void Another_journal_in_its_place_does_not_begin_where_the_anchor_ended()
    {
        var check = new ChainCheck(0, ChainLink.Genesis("another"));
        Chain(3).ForEach(check.Add);
        Assert.Equal([1], check.Faults.Select(fault => fault.Seq));
    }

    [Fact]
    public void An_erased_sealed_part_is_no_fault_and_an_exchanged_one_is()
    {
        var part = new SealedFields(new DateOnly(2026, 11, 21), [1], [2], [3]);
        var recorded = Chain(1, $",\"sealed_hash\":\"{part.Hash()}\"")[0];
        Assert.Equal(1, Check([recorded]).Erased);
        Assert.True(Check([recorded with { Sealed = part.ToJson() }]).IsWhole);
        Assert.False(Check([recorded with { Sealed = (part with { Ciphertext = [9] }).ToJson() }]).IsWhole);
        Assert.False(Check([recorded with { Sealed = "{}"u8.ToArray() }]).IsWhole);
    }

    [Fact]
    public void Thousands_of_faults_are_counted_and_a_hundred_kept()
    {
        var check = new ChainCheck(0, default);
        for (var seq = 2; seq <= 4_000; seq += 2)
            check.Add(new RecordedEvent(seq, 0, "x"u8.ToArray(), default, new byte[ChainLink.Size]));
        Assert.Equal((100, 100, 2_000L), (check.Faults.Count, check.Gaps.Count, check.Missing));
        Assert.Equal(4_000, check.FaultCount);
    }

    private static ChainCheck Check(List<RecordedEvent> chain, long? last = null)
    {
        var check = new ChainCheck(0, ChainLink.Genesis(Epoch));
        chain.ForEach(check.Add);
        check.End(last ?? chain[^1].Seq);
        return check;
    }

    private static List<RecordedEvent> Chain(int count, string more = "")
    {
        var chain = new List<RecordedEvent>();
        var link = ChainLink.Genesis(Epoch);
        for (var seq = 1; seq <= count; seq++)
        {
            var fact = new ArrayBufferWriter<byte>();
            EventFact.Write(fact, new EventDraft(
                EventKinds.Decision, "vao", Direction.In, "boot", seq, seq, null,
                Encoding.UTF8.GetBytes($"{{\"outcome\":\"refused\"{more}}}")), seq, link);
            link = LinkOf(fact.WrittenSpan);
            chain.Add(new RecordedEvent(seq, seq, fact.WrittenSpan.ToArray(), default, link));
        }
        return chain;
    }

    private static byte[] LinkOf(ReadOnlySpan<byte> fact)
    {
        var link = new byte[ChainLink.Size];
        ChainLink.Of(fact, link);
        return link;
    }
}
