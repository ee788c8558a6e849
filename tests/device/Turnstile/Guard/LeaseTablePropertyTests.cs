using CheckIn.Gate.Turnstile;
using CheckIn.Gate.Turnstile.Guard;
using FsCheck;
using FsCheck.Fluent;

namespace CheckIn.Gate.Tests.Turnstile.Guard;

public class LeaseTablePropertyTests
{
    private const long Ms = 1_000_000;
    private const int Lines = 3;

    /// <summary>What comes to a guard: time passes, and somebody asks for something, in any order and with any figures.</summary>
    public sealed record Step(int Line, bool Opens, long PassesMs, long HoldMs, long BoundMs, long AgeMs);

    [Fact]
    public void Whatever_comes_a_line_is_on_only_by_a_fresh_opening_and_never_past_its_bound()
    {
        var steps =
            from line in Gen.Choose(0, Lines - 1)
            from opens in Gen.Frequency((4, Gen.Constant(true)), (1, Gen.Constant(false)))
            from passes in Gen.Frequency((3, Gen.Choose(0, 300)), (1, Gen.Choose(0, 8000)))
            from hold in Gen.Choose(-10, 6000)
            from bound in Gen.Choose(-1000, 8000)
            from age in Gen.Frequency((3, Gen.Choose(0, 499)), (1, Gen.Choose(-2000, 3000)))
            select new Step(line, opens, passes, hold, bound, age);
        Prop.ForAll(steps.ListOf().ToArbitrary(), static all => Holds([.. all])).QuickCheckThrowOnFailure();
    }

    private static bool Holds(Step[] steps)
    {
        var table = new LeaseTable(Lines);
        var mayBeOnUntil = new long[Lines];
        var now = 100_000 * Ms;
        foreach (var step in steps)
        {
            now += step.PassesMs * Ms;
            while (table.End(now) is >= 0 and var line)
                Assert.False(table[line].IsActive);
            AssertBounded(table, mayBeOnUntil, now);
            if (step.Opens)
                Open(table, mayBeOnUntil, step, now);
            else
                (mayBeOnUntil[step.Line], _) = (0, Closed(table, step.Line));
            AssertBounded(table, mayBeOnUntil, now);
        }
        now += Opening.MostNs;
        while (table.End(now) >= 0) { }
        return table.NextEndNs == long.MaxValue;
    }

    private static bool Closed(LeaseTable table, int line)
    {
        table.Close(line);
        return !table[line].IsActive;
    }

    private static void Open(LeaseTable table, long[] mayBeOnUntil, Step step, long now)
    {
        var opening = new Opening(step.HoldMs * Ms, now + step.BoundMs * Ms, now - step.AgeMs * Ms);
        var before = table[step.Line];
        var changed = table.Open(step.Line, opening, now);
        if (!opening.IsValid || step.AgeMs is < 0 or > 500)
        {
            Assert.False(changed);
            Assert.Equal(before, table[step.Line]);
            return;
        }
        var end = Math.Min(now + opening.HoldNs, opening.NotAfterNs);
        mayBeOnUntil[step.Line] = Math.Max(mayBeOnUntil[step.Line], end);
        Assert.Equal(end > now || before.IsActive, changed);
        Assert.True(!before.IsActive || table[step.Line].OffAtNs >= before.OffAtNs, "an opening cut another one short");
    }

    private static void AssertBounded(LeaseTable table, long[] mayBeOnUntil, long now)
    {
        for (var line = 0; line < Lines; line++)
        {
            Assert.True(!table[line].IsActive || now < mayBeOnUntil[line], "on without an opening that says so");
            Assert.True(!table[line].IsActive || table[line].OffAtNs <= mayBeOnUntil[line], "on for longer than any opening says");
            Assert.True(!table[line].IsActive || table.NextEndNs <= table[line].OffAtNs, "its end is waited for too long");
        }
    }

    [Fact]
    public void No_mangled_message_is_taken_for_a_request()
    {
        var opening = new Opening(500 * Ms, 200_000 * Ms, 199_000 * Ms);
        Assert.True(new GuardRequest(GuardRequestKind.Open, 2, 7, opening).IsValid(Lines));
        Assert.True(new GuardRequest(GuardRequestKind.Beat, 0, 8).IsValid(Lines));
        Assert.False(default(GuardRequest).IsValid(Lines));
        Assert.False(new GuardRequest(GuardRequestKind.Close, Lines, 9).IsValid(Lines));
        Assert.False(new GuardRequest((GuardRequestKind)9, 0, 9).IsValid(Lines));
        Assert.False(new GuardRequest(GuardRequestKind.Open, 0, 9, opening with { HoldNs = Opening.MostNs + 1 }).IsValid(Lines));
        Assert.False(new GuardRequest(GuardRequestKind.Open, 0, 9, opening with { NotAfterNs = long.MaxValue }).IsValid(Lines));
        Assert.False(new GuardRequest(GuardRequestKind.Open, 0, 9, opening with { HoldNs = long.MinValue }).IsValid(Lines));
    }

    [Fact]
    public unsafe void Messages_are_as_long_as_they_say()
    {
        Assert.Equal(GuardRequest.Bytes, sizeof(GuardRequest));
        Assert.Equal(GuardAnswer.Bytes, sizeof(GuardAnswer));
    }
}
