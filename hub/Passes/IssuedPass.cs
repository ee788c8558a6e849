using CheckIn.Hub.Sites;
using CheckIn.Passes;

namespace CheckIn.Hub.Passes;

/// <summary>What somebody wants issued.</summary>
/// <param name="Category">One of <see cref="PassCategories"/>, or another word.</param>
/// <param name="Scope">A site or a node; all null = wherever the hub's passes are believed.</param>
/// <param name="HolderKey">Of the phone, a compressed point; empty = a static pass.</param>
/// <param name="Label">For whoever hands it out, such as a card's printed number; never a name. Null = none.</param>
/// <param name="Count">How many; of rotating passes one.</param>
internal sealed record PassOrder(
    string Category, DateTimeOffset? NotBefore, DateTimeOffset ExpiresAt, FleetScope Scope, ReadOnlyMemory<byte> HolderKey,
    string? Label, int Count);

/// <summary>A pass as the hub keeps it; its code is told once and not kept.</summary>
/// <param name="Number">In the order in which they were issued.</param>
/// <param name="Key">Which key has signed it.</param>
internal sealed record IssuedPass(
    long Number, PassId Id, string Category, string? Label, PassScope? Scope, bool IsRotating, string Key,
    DateTimeOffset IssuedAt, DateTimeOffset? NotBefore, DateTimeOffset ExpiresAt, string IssuedBy)
{
    internal DateTimeOffset? RevokedAt { get; init; }
    internal string? RevokedBy { get; init; }
    internal string? RevokedWhy { get; init; }
}

/// <summary>A pass with its code.</summary>
internal sealed record SignedPass(IssuedPass Pass, string Code);
