using CheckIn.Hub.Fleet;
using FsCheck;
using FsCheck.Fluent;

namespace CheckIn.Hub.Tests.Fleet;

/// <summary>
/// One machine is never taken for two, whatever its connection goes through; two that take turns are, and soon.
/// </summary>
public sealed class CopyWatchTests
{
    /// <summary>What one machine goes through.</summary>
    private enum Turn { Reconnect, Reboot, JournalLost, RepeatBirth, Redelivered, LateBirth, Health }

    private static readonly Arbitrary<List<Turn>> Life =
        Gen.Elements(Enum.GetValues<Turn>()).ListOf().Select(turns => turns.ToList()).ToArbitrary();

    private static readonly Arbitrary<bool> Either = Gen.Elements(false, true).ToArbitrary();

    /// <summary>Which of two machines connects next, whether it was started anew before that, and their
    /// beginnings.</summary>
    private static readonly Arbitrary<(List<(bool Second, bool Reboot)> Turns, int First, int Second)> Pair =
        (from turns in (from second in Gen.Elements(false, true)
                        from reboot in Gen.Frequency((4, Gen.Constant(false)), (1, Gen.Constant(true)))
                        select (second, reboot)).ListOf()
         from one in Gen.Choose(0, 50)
         from two in Gen.Choose(0, 50)
         select (turns.ToList(), one, two)).ToArbitrary();

    [Fact]
    public void One_machine_is_never_taken_for_two() => Prop.ForAll(Life, Either, (life, overtakenAlone) =>
    {
        var machine = new Machine("only", 0);
        var (births, watch, now) = (new List<CopySign.Birth>(), CopyWatch.Nothing, TimeSpan.Zero);
        var late = false;
        foreach (var turn in life)
        {
            now += TimeSpan.FromSeconds(7);
            List<CopySign> signs = [];
            switch (turn)
            {
                case Turn.Reboot:
                    machine.Reboot();
                    goto case Turn.Reconnect;
                case Turn.JournalLost:
                    machine.LoseJournal();
                    goto case Turn.Reconnect;
                case Turn.Reconnect:
                    births.Add(machine.Connect());
                    signs.Add(births[^1]);
                    break;
                case Turn.RepeatBirth when births.Count > 0:
                    signs.Add(births[^1]);
                    break;
                // Another server hands what the hub had not answered out again, in order.
                case Turn.Redelivered:
                    signs.AddRange(births.TakeLast(3));
                    break;
                // One birth may be overtaken by the next boot's.
                case Turn.LateBirth when !late:
                    late = true;
                    if (overtakenAlone)
                        machine.Reboot();
                    var overtaken = machine.Connect();
                    machine.Reboot();
                    births.AddRange([machine.Connect(), overtaken]);
                    signs.AddRange(births.TakeLast(2));
                    break;
                case Turn.Health:
                    signs.Add(new CopySign.Told(false));
                    break;
            }
            foreach (var sign in signs)
                watch = watch.Step(sign, now);
        }
        return watch.Why is null;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Two_machines_are_found_by_the_fifth_turn_and_most_by_the_third() => Prop.ForAll(Pair, pair =>
    {
        Machine[] machines = [new("one", pair.First), new("two", pair.Second)];
        var (watch, turns, last) = (CopyWatch.Nothing, 0, -1);
        foreach (var (isSecond, _) in pair.Turns)
        {
            var who = isSecond ? 1 : 0;
            turns += who == last ? 0 : 1;
            last = who;
            watch = watch.Step(machines[who].Connect(), TimeSpan.Zero);
            if (turns >= 5 && watch.Why is null)
                return false;
            if (turns < 3 && watch.Why is not null)
                return false;
        }
        return true;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_copy_of_the_card_that_takes_turns_with_its_original_is_found_at_the_third_birth()
    {
        var (original, copy) = (new Machine("one", 7), new Machine("two", 8));
        var watch = CopyWatch.Nothing.Step(original.Connect(), TimeSpan.Zero).Step(copy.Connect(), TimeSpan.Zero);
        original.Connect();
        Assert.Null(watch.Why);
        Assert.NotNull(watch.Step(original.Connect(), TimeSpan.Zero).Why);
    }

    [Fact]
    public void It_is_enough_that_one_of_the_two_stays_up() => Prop.ForAll(Pair, pair =>
    {
        Machine[] machines = [new("one", pair.First), new("two", pair.Second)];
        var (watch, turns, last) = (CopyWatch.Nothing, 0, -1);
        foreach (var (isSecond, reboot) in pair.Turns)
        {
            var who = isSecond ? 1 : 0;
            turns += who == last ? 0 : 1;
            last = who;
            if (isSecond && reboot)
                machines[1].Reboot();
            watch = watch.Step(machines[who].Connect(), TimeSpan.Zero);
            if (turns >= 6 && watch.Why is null)
                return false;
        }
        return true;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_stands_stands_until_the_certificate_is_replaced_and_is_not_raised_again_by_the_same_word()
    {
        var watch = CopyWatch.Nothing.Step(new CopySign.Told(true), TimeSpan.Zero);
        Assert.NotNull(watch.Why);
        Assert.NotNull(watch.Step(new CopySign.Told(false), TimeSpan.FromDays(9)).Why);
        var replaced = watch.Step(new CopySign.Replaced(), TimeSpan.Zero);
        Assert.Null(replaced.Why);
        Assert.Null(replaced.Step(new CopySign.Told(true), TimeSpan.Zero).Why);
        Assert.NotNull(replaced.Step(new CopySign.Told(false), TimeSpan.Zero).Step(new CopySign.Told(true), TimeSpan.Zero).Why);
    }

    [Fact]
    public void Memory_of_boots_is_bounded()
    {
        var watch = CopyWatch.Nothing;
        for (var i = 0; i < 1000; i++)
            watch = watch.Step(new CopySign.Birth($"boot-{i}", i), TimeSpan.Zero);
        Assert.InRange(watch.Boots.Count, 1, 8);
        Assert.Null(watch.Why);
    }

    private sealed class Machine(string name, long session)
    {
        private int _boot;
        private long _session = session;

        internal void Reboot() => _boot++;

        internal void LoseJournal() => _session = 0;

        internal CopySign.Birth Connect() => new($"{name}-{_boot}", ++_session);
    }
}
