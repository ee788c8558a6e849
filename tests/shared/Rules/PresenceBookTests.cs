using CheckIn.Credentials;
using CheckIn.Rules;
using FsCheck;
using FsCheck.Fluent;

namespace CheckIn.Shared.Tests.Rules;

public sealed class PresenceBookTests
{
    [Fact]
    public void Who_was_let_through_and_did_not_go_is_as_before()
    {
        var book = new PresenceBook(10);
        var first = book.Entered(Who(1), 1000, 5);
        book.TakeBack(first);
        Assert.Equal(default, book.Of(Who(1), 5));
        Assert.Equal(0, book.Inside(5));
        book.Entered(Who(1), 2000, 5);
        var left = book.Left(Who(1), 5);
        book.TakeBack(left);
        Assert.Equal(new Presence(true, 2000, 1), book.Of(Who(1), 5));
        Assert.Equal(1, book.Inside(5));
    }

    [Fact]
    public void What_has_happened_since_is_not_taken_back()
    {
        var book = new PresenceBook(10);
        var mark = book.Entered(Who(1), 1000, 5);
        book.Entered(Who(1), 2000, 5);
        book.TakeBack(mark);
        Assert.Equal(new Presence(true, 2000, 2), book.Of(Who(1), 5));
    }

    [Fact]
    public void A_day_that_comes_again_because_a_clock_was_set_back_finds_nobody_inside()
    {
        var book = new PresenceBook(10);
        book.Entered(Who(1), 1000, 5);
        book.Entered(Who(2), 1000, 6);
        book.Left(Who(3), 5);
        Assert.Equal(new Presence(false, 1000, 0), book.Of(Who(1), 5));
        Assert.Equal(0, book.Inside(5));
    }

    [Fact]
    public void Beyond_its_bound_whoever_moved_longest_ago_is_forgotten()
    {
        var book = new PresenceBook(3);
        foreach (var i in new[] { 1, 2, 3, 1, 4 })
            book.Entered(Who(i), i, 5);
        Assert.Equal((3, 3), (book.Count, book.Inside(5)));
        Assert.False(book.Knows(Who(2)));
        Assert.True(book.Knows(Who(1)));
    }

    [Fact]
    public void Somebody_is_found_by_his_new_key_and_no_more_by_the_old_one()
    {
        var book = new PresenceBook(3);
        book.Entered(Who(1), 1, 5);
        book.Rename(Who(1), Who(9));
        Assert.False(book.Knows(Who(1)));
        Assert.Equal(new Presence(true, 1, 1), book.Of(Who(9), 5));
    }

    /// <summary>Against a list that is searched from its end.</summary>
    [Fact]
    public void It_says_what_a_plain_list_of_movements_says()
    {
        var movement = from who in Gen.Choose(1, 12) from isIn in Gen.Elements(true, false) from step in Gen.Choose(0, 40) select (who, isIn, step);
        Prop.ForAll(movement.ListOf(60).ToArbitrary(), moves =>
        {
            const int most = 8;
            var (book, people) = (new PresenceBook(most), new List<(int Who, bool IsIn, long? Last, int Entries, int Day)>());
            var at = 0L;
            foreach (var (who, isIn, step) in moves)
            {
                at += step;
                var day = (int)(at / 400);
                var known = people.Find(one => one.Who == who);
                people.RemoveAll(one => one.Who == who);
                if (people.Count == most)
                    people.RemoveAt(0);
                var entries = known.Day == day ? known.Entries : 0;
                people.Add(isIn ? (who, true, at, entries + 1, day) : (who, false, known.Last, entries, day));
                if (isIn)
                    book.Entered(Who(who), at, day);
                else
                    book.Left(Who(who), day);
                Assert.Equal(people.Count(one => one.IsIn && one.Day == day), book.Inside(day));
                Assert.All(people, one => Assert.Equal(
                    new Presence(one.IsIn && one.Day == day, one.Last, one.Day == day ? one.Entries : 0), book.Of(Who(one.Who), day)));
            }
        }).QuickCheckThrowOnFailure();
    }

    private static SubjectKey Who(int number) => new((UInt128)(uint)number);
}
