using System.Text.Json.Nodes;

namespace CheckIn.Contract;

/// <summary>
/// On a gate's <c>desired</c> topic, retained: what the hub wants of it. An empty payload = nothing is wanted of the
/// gate any more. Each part is judged and taken up by itself: settings that a gate refuses keep no mode from it.
/// </summary>
/// <param name="Version">
/// Version of the gate's provision (<c>GET /api/v1/gate/provision</c>); another one than the gate has = it asks for it now
/// and not only within the hour. 0 = it has none, because it was never enrolled.
/// </param>
/// <param name="Settings">Settings; absent = none but its own.</param>
/// <param name="Modes">Every order whose time is not over, at most <see cref="MostModes"/>; absent = none.</param>
/// <param name="Lists">
/// Lists that it is to have and that are fetched by HTTPS, at most <see cref="MostLists"/>; one that is not named it keeps
/// as it is; absent = none is named.
/// </param>
/// <param name="Place">Where it stands, for passes that are good in some places only; absent = nowhere that is known.</param>
public sealed record DesiredMessage(
    long Version, SettingsWanted? Settings = null, IReadOnlyList<ModeOrder>? Modes = null,
    IReadOnlyList<ListWanted>? Lists = null, PlaceWanted? Place = null)
{
    /// <summary>Most orders in one message; a gate reads no more.</summary>
    public const int MostModes = 32;

    /// <summary>Most lists in one message; a gate reads no more.</summary>
    public const int MostLists = 16;

    /// <summary>Most bytes of the message.</summary>
    public const int MaxBytes = 128 * 1024;
}

/// <summary>
/// A list that a gate decides by and that is too long for a topic: <c>GET /api/v1/gate/lists/{name}</c>, with its SHA-256 as
/// ETag. Another hash than that of the gate's own = it fetches it now; the same = its own is as new as the hub's.
/// </summary>
/// <param name="Name">One of <see cref="ListNames"/>; a name that a gate does not know it passes over.</param>
/// <param name="Version">For people, and to tell the later of two; grows with every change of the content.</param>
/// <param name="Sha256">Of the whole document, lower-case hexadecimal.</param>
/// <param name="Bytes">Of the document, at most <see cref="MaxBytes"/>.</param>
public sealed record ListWanted(string Name, long Version, string Sha256, long Bytes)
{
    /// <summary>Most bytes of any list.</summary>
    public const long MaxBytes = 16 * 1024 * 1024;
}

/// <summary>Lists that there are. Stable words; others may be added.</summary>
public static class ListNames
{
    /// <summary>Whose health certificates are believed.</summary>
    public const string Trust = "trust";
    /// <summary>Whose passes are believed.</summary>
    public const string Passes = "passes";
    /// <summary>Passes that are good no more.</summary>
    public const string Revocations = "revocations";
    /// <summary>Cards by which somebody is known.</summary>
    public const string Cards = "cards";

    /// <summary>Every one of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Trust, Passes, Revocations, Cards];
}

/// <summary>
/// Where a gate stands in the hub's tree of places. What its own settings say of that (<c>Rules:Site</c>, <c>Rules:Nodes</c>)
/// stands above it, each by itself.
/// </summary>
/// <param name="Site">Code of its site.</param>
/// <param name="Nodes">Codes of the nodes that the site lies in, the lowest first, at most <see cref="MostNodes"/>.</param>
public sealed record PlaceWanted(string Site, IReadOnlyList<string> Nodes)
{
    /// <summary>Most nodes; a gate reads no more.</summary>
    public const int MostNodes = 128;

    /// <summary>Most characters of a code.</summary>
    public const int LongestCode = 64;

    /// <summary>It says the same.</summary>
    public bool Equals(PlaceWanted? other) =>
        other is not null && Site == other.Site && Nodes.SequenceEqual(other.Nodes, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Site, Nodes.Count);
}

/// <summary>Settings that a gate is to have.</summary>
/// <param name="Version">
/// Above 0. Another one than the gate last decided on = it decides on these; numbers of one gate never come again, and
/// never say which is the better one.
/// </param>
/// <param name="Values">
/// Sections as in the gate's appsettings.json, at most <see cref="MaxBytes"/>; but <c>Lanes</c> is an object whose keys are
/// names of lanes, or <c>*</c> for every lane, of which the name says the last word. The gate's own environment and
/// command line stand above these.
/// </param>
public sealed record SettingsWanted(long Version, JsonObject Values)
{
    /// <summary>Most bytes of the values as JSON.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>The key of <c>Lanes</c> that stands for every lane.</summary>
    public const string EveryLane = "*";
}

/// <summary>How a lane, or the whole gate, is to be for a time: one of <see cref="ModeWords"/>.</summary>
/// <param name="Id">The order's own, 1 to 64 of a to z, 0 to 9 and "-".</param>
/// <param name="Mode">The word; one that a gate does not know it reports as refused.</param>
/// <param name="Until">When it ends by itself, Unix ms, by the hub's clock.</param>
/// <param name="Lane">Name of the lane; absent = every lane.</param>
public sealed record ModeOrder(string Id, string Mode, long Until, string? Lane = null);

/// <summary>
/// Modes of a lane, from the strongest to the weakest: where several orders concern a lane, the strongest holds. An
/// emergency release is above all of them. Stable words.
/// </summary>
public static class ModeWords
{
    /// <summary>Nobody is let in by a code; the way out, exit buttons and the emergency release stay as they are.</summary>
    public const string Lockdown = "lockdown";
    /// <summary>The turnstile stays open; codes are still read and recorded, and a passage without one is no alarm.</summary>
    public const string HoldOpen = "hold_open";
    /// <summary>Whoever shows any code is let through, one by one, and recorded.</summary>
    public const string FreePassage = "free_passage";
    /// <summary>None of these.</summary>
    public const string Normal = "normal";

    /// <summary>Those that can be ordered, the strongest first.</summary>
    public static IReadOnlyList<string> All { get; } = [Lockdown, HoldOpen, FreePassage];
}
