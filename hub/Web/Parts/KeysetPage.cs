namespace CheckIn.Hub.Web.Parts;

/// <summary>One page of a list.</summary>
/// <param name="Next">Cursor of the page that follows; null = this is the last.</param>
/// <param name="Count">Rows on all pages.</param>
public sealed record KeysetPage<TRow>(IReadOnlyList<TRow> Rows, string? Next, int Count);
