using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CheckIn.Hub.Sites;

namespace CheckIn.Hub.Desired;

/// <summary>What a scope says.</summary>
/// <param name="Word">The scope's.</param>
/// <param name="Base">Of all its gates but those that were given another; null = nothing yet.</param>
/// <param name="Rolling">What is being rolled out, or was stopped on its way; null = nothing.</param>
internal sealed record Layer(FleetScope Scope, string Word, LayerVersion? Base, LayerVersion? Rolling)
{
    /// <summary>What it says to a gate that was given that version; null = nothing.</summary>
    internal LayerVersion? For(long? given) => given is { } id && Rolling?.Id == id ? Rolling : Base;

    /// <summary>It says something, or is about to.</summary>
    internal bool Speaks => Rolling is not null || Base?.Document.Count > 0;
}

/// <summary>Settings put together from the layers that concern a gate.</summary>
/// <param name="Chain">Ids of their versions, the lowest first; the same ones always make the same settings.</param>
/// <param name="Versions">The same themselves.</param>
internal sealed record Composition(string Chain, IReadOnlyList<LayerVersion> Versions, JsonObject Values)
{
    /// <summary>As it is kept and sent.</summary>
    internal string Text { get; } = Values.ToJsonString();

    /// <summary>A gate reads it.</summary>
    internal bool Fits => Encoding.UTF8.GetByteCount(Text) <= CheckIn.Contract.SettingsWanted.MaxBytes;

    internal static Composition Of(IReadOnlyList<LayerVersion> versions)
    {
        var values = new JsonObject();
        foreach (var version in versions)
            values = MergePatch.Apply(values, version.Document);
        return new(ChainOf(versions), versions, values);
    }

    internal static string ChainOf(IEnumerable<LayerVersion> versions) =>
        string.Join('.', versions.Select(static version => version.Id.ToString(CultureInfo.InvariantCulture)));

    /// <summary>The ids in a chain as it is kept.</summary>
    internal static IEnumerable<long> IdsIn(string chain) => chain.Split('.', StringSplitOptions.RemoveEmptyEntries)
        .Select(static id => long.Parse(id, CultureInfo.InvariantCulture));
}
