namespace CheckIn.Hub.Sites;

/// <summary>
/// A scope as one word, in tables, addresses and on the command line: <c>hub</c>, <c>node:CODE</c>,
/// <c>group:DIMENSION=VALUE</c>, <c>site:CODE</c>, <c>gate:ID</c>; one of these, never several at once.
/// </summary>
internal static class FleetScopeWords
{
    internal const string Hub = "hub";

    internal static string Word(this FleetScope scope) => scope switch
    {
        { Gate: { } gate } => "gate:" + gate,
        { Site: { } site } => "site:" + site,
        { Dimension: { } dimension, Value: { } value } => $"group:{dimension}={value}",
        { Node: { } node } => "node:" + node,
        _ => Hub,
    };

    /// <summary>Null = it is none. Whether there is such a place is not asked.</summary>
    internal static FleetScope? Read(string word)
    {
        if (word == Hub)
            return FleetScope.All;
        if (word.IndexOf(':', StringComparison.Ordinal) is not (> 0 and var colon) || colon == word.Length - 1)
            return null;
        var rest = word[(colon + 1)..];
        return word[..colon] switch
        {
            "gate" => new(Gate: rest),
            "site" => new(Site: rest),
            "node" => new(Node: rest),
            "group" when rest.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals && equals < rest.Length - 1 =>
                new(Dimension: rest[..equals], Value: rest[(equals + 1)..]),
            _ => null,
        };
    }
}
