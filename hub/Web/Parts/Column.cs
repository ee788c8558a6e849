using Microsoft.AspNetCore.Components;

namespace CheckIn.Hub.Web.Parts;

/// <summary>A column of a <see cref="DataTable{TRow}"/>.</summary>
/// <param name="Key">In the address, when it can be sorted by.</param>
/// <param name="Title">Its head, and the label beside the value where there is no room for columns.</param>
public sealed record Column<TRow>(string Key, string Title, RenderFragment<TRow> Cell)
{
    /// <summary>Right-aligned.</summary>
    public bool IsNumber { get; init; }
    /// <summary>It names the row.</summary>
    public bool IsHead { get; init; }
    /// <summary>The table can be sorted by it.</summary>
    public bool CanSort { get; init; }
    /// <summary>The first click brings what is greatest to the top.</summary>
    public bool DescendingFirst { get; init; }
    /// <summary>Long text, which may break and takes what room there is.</summary>
    public bool IsWide { get; init; }
}

/// <summary>A choice beside the search of a table.</summary>
/// <param name="Key">In the address.</param>
/// <param name="Options">Value and word; the empty value is "all" and need not be among them.</param>
public sealed record Filter(string Key, string Title, IReadOnlyList<(string Value, string Word)> Options);
