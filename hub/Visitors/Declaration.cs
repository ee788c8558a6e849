using System.Globalization;
using System.Text.Json.Serialization;
using CheckIn.Hub.Sites;

namespace CheckIn.Hub.Visitors;

/// <summary>What a visitor says of himself, or somebody of another; kept encrypted (<see cref="VisitorKey"/>).</summary>
/// <param name="Name">2 to 80 characters, the family name first.</param>
/// <param name="Phone">Digits, a plus sign before them at most; null = not said.</param>
/// <param name="Document">Number of a paper; null = not said.</param>
/// <param name="Purpose">Null = not said.</param>
/// <param name="IsForAnother">Somebody else has declared for him.</param>
internal sealed record PersonalFields(
    string Name, string? Phone = null, string? Document = null, string? Purpose = null, bool IsForAnother = false)
{
    /// <summary>Not for logs.</summary>
    public override string ToString() => "personal fields";
}

/// <summary>A declaration as the hub keeps it.</summary>
/// <param name="Hash">Of the secret in the visitor's own link.</param>
/// <param name="Invitation">By which he came; null = at a site that is open.</param>
/// <param name="From">From when passes are good.</param>
/// <param name="Sealed">The personal fields.</param>
/// <param name="Pass">Id of the pass that he has now; null = none yet.</param>
/// <param name="Code">Of a static pass, the code, encrypted too; null = it is on the phone alone.</param>
/// <param name="Passes">How many he has had.</param>
internal sealed record Declaration(
    byte[] Hash, long? Invitation, FleetScope Scope, string Category, string? Label, DateTimeOffset From, DateTimeOffset Until,
    DateTimeOffset DeclaredAt, byte[] Sealed, string? Pass = null, byte[]? Code = null, int Passes = 0)
{
    /// <summary>By which way he came, for the audit and in his passes; who he is stands in neither.</summary>
    internal string Actor => Invitation is { } number
        ? string.Create(CultureInfo.InvariantCulture, $"invitation:{number}") : $"visitor:{Scope.Site}";
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PersonalFields))]
internal sealed partial class DeclarationJson : JsonSerializerContext;
