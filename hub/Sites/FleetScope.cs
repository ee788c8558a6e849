namespace CheckIn.Hub.Sites;

/// <summary>A part of the fleet. What is null does not narrow it; all null = everything.</summary>
/// <param name="Node">Code of a node: it and all below it, and what they were before.</param>
/// <param name="Site">Code of a site.</param>
/// <param name="Gate">Id of a gate.</param>
/// <param name="Dimension">Of the second grouping.</param>
/// <param name="Value">In that dimension.</param>
public sealed record FleetScope(
    string? Node = null, string? Site = null, string? Gate = null, string? Dimension = null, string? Value = null)
{
    public static FleetScope All { get; } = new();
}
