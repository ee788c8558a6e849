using CheckIn.Passes;
using FsCheck;
using FsCheck.Fluent;

namespace CheckIn.Shared.Tests.Passes;

public sealed class ReplayMemoryTests
{
    [Fact]
    public void A_code_used_on_one_lane_is_used_on_every_other()
    {
        var memory = new ReplayMemory();
        var pass = PassId.New();
        Assert.True(memory.TryUse(pass, 7));
        Assert.False(memory.TryUse(pass, 7));
        Assert.True(memory.TryUse(pass, 8));
        Assert.True(memory.TryUse(PassId.New(), 7));
    }

    [Fact]
    public async Task Of_two_lanes_that_read_a_code_at_once_one_lets_in()
    {
        var memory = new ReplayMemory();
        var pass = PassId.New();
        for (var step = 0; step < 200; step++)
        {
            var lanes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => memory.TryUse(pass, step))));
            Assert.Single(lanes, static used => used);
        }
    }

    /// <summary>Against a list that says the same in the simplest way.</summary>
    [Fact]
    public void It_remembers_the_last_uses_and_no_more() => Prop.ForAll(
        Gen.ArrayOf(from pass in Gen.Choose(0, 30) from step in Gen.Choose(0, 2) select (pass, step)).ToArbitrary(),
        static uses =>
        {
            var ids = Enumerable.Range(0, 31).Select(static n => PassId.Of([.. new byte[11], (byte)n])).ToArray();
            var (memory, last) = (new ReplayMemory(16), new List<(int, int)>());
            return uses.All(use =>
            {
                var isNew = !last.Contains(use);
                if (isNew)
                    last.Add(use);
                if (last.Count > 16)
                    last.RemoveAt(0);
                return memory.TryUse(ids[use.pass], use.step) == isNew && memory.Count == last.Count;
            });
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500).WithEndSize(300));

    [Fact]
    public void Once_made_it_allocates_nothing()
    {
        var memory = new ReplayMemory(16);
        var pass = PassId.New();
        memory.TryUse(pass, 0);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var step = 1; step < 10_000; step++)
            memory.TryUse(pass, step);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Theory]
    [InlineData(8)]
    [InlineData(1000)]
    [InlineData(1 << 21)]
    public void Its_capacity_is_a_power_of_two_within_bounds(int capacity) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReplayMemory(capacity));
}
