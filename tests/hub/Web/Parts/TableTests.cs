using CheckIn.Hub.Web.Parts;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.AspNetCore.Http;

namespace CheckIn.Hub.Tests.Web.Parts;

public sealed class TableTests
{
    [Fact]
    public void Pages_of_any_size_hold_every_row_once_and_in_order_either_way_round() => Prop.ForAll(
        ArbMap.Default.ArbFor<(int[] Numbers, PositiveInt Size, bool Descending)>(), static given =>
        {
            var rows = given.Numbers.Select(static (number, i) => (Number: number % 4, Id: $"gate-{i:000}")).ToArray();
            var sorted = new SortedRows<(int Number, string Id)>(rows, static row => new(row.Number, "t~t", row.Id));
            var all = new List<(int Number, string Id)>();
            string? after = null;
            do
            {
                var page = sorted.Page(after, given.Descending, given.Size.Get);
                Assert.Equal(rows.Length, page.Count);
                all.AddRange(page.Rows);
                after = page.Next;
            }
            while (after is not null);
            var expected = rows.OrderBy(static row => row.Number).ThenBy(static row => row.Id, StringComparer.Ordinal);
            return all.SequenceEqual(given.Descending ? expected.Reverse() : expected);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_goes_between_two_pages_neither_repeats_a_row_nor_leaves_one_out()
    {
        var first = Of(1, 2, 3, 4, 5, 6).Page(null, false, 3);
        Assert.Equal([1, 2, 3], first.Rows);
        Assert.Equal([4, 5], Of(1, 2, 4, 5, 6).Page(first.Next, false, 2).Rows);
        Assert.Equal([2, 1], Of(1, 2, 4, 5, 6).Page(first.Next, true, 9).Rows);
    }

    [Fact]
    public void What_is_filtered_is_counted_and_paged_without_the_rest()
    {
        var page = Of(1, 2, 3, 4, 5, 6, 7).Page(null, false, 2, static number => number % 2 == 1);
        Assert.Equal([1, 3], page.Rows);
        Assert.Equal(4, page.Count);
        Assert.Equal([5, 7], Of(1, 2, 3, 4, 5, 6, 7).Page(page.Next, false, 2, static number => number % 2 == 1).Rows);
    }

    [Theory]
    [InlineData("no cursor")]
    [InlineData("x~y~z")]
    [InlineData("")]
    public void A_cursor_that_is_none_begins_with_the_first_page(string cursor) =>
        Assert.Equal([1, 2], Of(1, 2, 3).Page(cursor, false, 2).Rows);

    [Fact]
    public void A_link_changes_one_thing_and_keeps_the_rest_and_begins_anew()
    {
        var query = Query("?q=cổng+a&state=lost&after=7~x~&lang=en&other=1");
        Assert.Equal(("cổng a", "lost", "7~x~"), (query.Search, query["state"], query.After));
        Assert.Equal("/gates?q=c%E1%BB%95ng%20a&sort=-since&state=lost", query.With("sort", "-since"));
        Assert.Equal("/gates?q=c%E1%BB%95ng%20a", query.With("state", null));
        Assert.Equal("/gates?after=8~y~&q=c%E1%BB%95ng%20a&state=lost", query.With("after", "8~y~"));
        Assert.True(query.IsNarrowed);
        Assert.False(Query("?sort=-since&after=7~x~").IsNarrowed);
        Assert.Equal(("since", true), (Query("?sort=-since").Sort, Query("?sort=-since").IsDescending));
    }

    [Theory]
    [InlineData("Cổng A2", "cong a2")]
    [InlineData("Sảnh KHÁM BỆNH", "sanh kham benh")]
    [InlineData("Đường Đồng Khởi", "duong dong khoi")]
    [InlineData("ubnd-phuong-1-01", "ubnd-phuong-1-01")]
    public void Text_is_found_as_it_is_typed_in_a_hurry(string text, string typed)
    {
        Assert.Equal(typed, SearchText.Fold(text));
        Assert.True(SearchText.Matches(SearchText.Fold(text), SearchText.Words(typed)));
        Assert.True(SearchText.Matches(SearchText.Fold(text), SearchText.Words(text)));
        Assert.False(SearchText.Matches(SearchText.Fold(text), SearchText.Words(typed + " x")));
    }

    private static SortedRows<int> Of(params int[] numbers) =>
        new(numbers, static number => new(number, "", $"{number:000}"));

    private static TableQuery Query(string query)
    {
        var http = new DefaultHttpContext();
        http.Request.QueryString = new QueryString(query.Replace("ổ", "%E1%BB%95", StringComparison.Ordinal));
        return TableQuery.Of(http.Request, "/gates", "state");
    }
}
