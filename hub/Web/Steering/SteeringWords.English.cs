namespace CheckIn.Hub.Web.Steering;

public sealed partial record SteeringWords
{
    internal static SteeringWords English { get; } = new()
    {
        OfHub = "hub",
        WholeHub = "All gates",
        OfNode = "node",
        OfGroup = "group",
        OfSite = "site",
        OfGate = "gate",
        Find = "Find a node, group, site or gate",
        Search = "Find",
        FindLess = "Nothing has that name.",
        FindLessNext = "Try fewer letters, or a code.",
        FindMore = "The first {0}; type more to narrow it down.",
        Where = "Where",
        Settings = "Settings",
        Modes = "Modes",
        NoSuchScope = "There is no such place, or it is not yours. Choose one from the list of settings.",
    };
}
