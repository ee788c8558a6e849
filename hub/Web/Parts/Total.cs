namespace CheckIn.Hub.Web.Parts;

/// <summary>A figure with what it counts.</summary>
/// <param name="State">Of what state; null = of none.</param>
/// <param name="Href">Where what it counts is listed, without the language.</param>
public sealed record Total(string Label, long Value, string? State = null, string? Href = null);
