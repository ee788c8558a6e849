using CheckIn.Hub.Registrations;

namespace CheckIn.Hub.Web.Registrations;

/// <summary>The form of a place that registers itself, as its owner typed it.</summary>
public sealed record RegistrationForm(
    string Name = "", string Kind = "", string Address = "", string Owner = "", string Phone = "")
{
    /// <summary>What is wrong; null = nothing.</summary>
    public string? Problem { get; init; }

    /// <summary>The field to which that belongs; null = to none.</summary>
    public string? Field { get; init; }

    internal static RegistrationForm Of(IFormCollection sent) => new(
        sent["name"].ToString(), sent["kind"].ToString(), sent["address"].ToString(), sent["owner"].ToString(),
        sent["phone"].ToString());

    /// <summary>What is wrong with that field; null = nothing.</summary>
    internal string? Wrong(string field) => Field == field ? Problem : null;

    internal RegistrationOrder OrderFor(string node) => new(node, Name, Kind, Address, Owner, Phone);
}
