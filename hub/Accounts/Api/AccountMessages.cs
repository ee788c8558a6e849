using System.Text.Json.Serialization;

namespace CheckIn.Hub.Accounts.Api;

/// <summary>A role somebody has, or is to have.</summary>
/// <param name="Role">viewer, site_manager, technician, guard, tracing_officer, auditor or administrator.</param>
/// <param name="Node">Code of a node: it and all below it; null = the whole hub.</param>
internal sealed record RoleRow(string? Role, string? Node = null)
{
    internal static RoleRow Of(Grant grant) => new(grant.Role.Word(), grant.Node);

    /// <exception cref="AccountException">There is no such role.</exception>
    internal Grant Read() => RoleTable.Find(Role ?? "") is { } role
        ? new Grant(role, string.IsNullOrEmpty(Node) ? null : Node)
        : throw new AccountException(
            $"'{Role}' is no role. Nothing was done; there are {Roles}.",
            $"Không có vai trò '{Role}'. Chưa làm gì cả; có các vai trò {Roles}.")
        {
            IsMalformed = true,
        };

    private static string Roles => string.Join(", ", Enum.GetValues<Role>().Select(static role => role.Word()));
}

/// <summary>GET /api/v1/people.</summary>
internal sealed record PeopleList(IReadOnlyList<PersonRow> People);

/// <summary>A person, with the roles that who asks may see.</summary>
/// <param name="HasPassword">False = he has not used his link yet.</param>
/// <param name="RecoveryCodes">How many are left.</param>
internal sealed record PersonRow(
    string Name, string? DisplayName, IReadOnlyList<RoleRow> Roles, DateTimeOffset AddedAt, DateTimeOffset? SignedInAt,
    bool HasPassword, bool HasTotp, int Passkeys, int RecoveryCodes, int Identities)
{
    internal static PersonRow Of(Person person) => new(
        person.Name, person.DisplayName, [.. person.Grants.Select(RoleRow.Of)], person.AddedAt, person.SignedInAt,
        person.HasPassword, person.HasTotp, person.Passkeys, person.RecoveryCodes, person.Identities);
}

/// <summary>POST /api/v1/people.</summary>
internal sealed record PersonOrder(string? Name, string? DisplayName = null, IReadOnlyList<RoleRow>? Roles = null);

/// <summary>A one-time link, told this once.</summary>
/// <param name="Address">What stands before the path, by Accounts:Address; null = as the hub was reached.</param>
/// <param name="Path">/setup/ or /open/, and 256 bits.</param>
internal sealed record LinkRow(string? Person, Uri? Address, string Path, DateTimeOffset ExpiresAt);

/// <summary>GET /api/v1/tokens.</summary>
internal sealed record TokenList(IReadOnlyList<TokenRow> Tokens);

/// <summary>A token, without its text.</summary>
/// <param name="Owner">Name of who made it; null = the operator of the hub's machine.</param>
/// <param name="UsedAt">To the minute; null = never.</param>
internal sealed record TokenRow(
    string Name, string Role, string? Node, string? Owner, DateTimeOffset MadeAt, DateTimeOffset ExpiresAt,
    bool IsExpired, DateTimeOffset? UsedAt);

/// <summary>POST /api/v1/tokens.</summary>
/// <param name="Days">1 to 366; null = 90.</param>
internal sealed record TokenRequest(string? Name, string? Role, string? Node = null, int? Days = null);

/// <summary>A new token.</summary>
/// <param name="Text">Told this once.</param>
internal sealed record TokenMade(TokenRow Token, string Text);

/// <summary>GET /api/v1/session: who asks, and what he may.</summary>
/// <param name="Kind">local, person or token.</param>
/// <param name="Name">Of the person or token.</param>
/// <param name="Roles">As they hold today.</param>
internal sealed record SessionRow(
    string Kind, string? Name, string? DisplayName, IReadOnlyList<RoleRow> Roles, IReadOnlyList<CapabilityRow> May,
    DateTimeOffset? ExpiresAt);

/// <summary>Something he may.</summary>
/// <param name="Nodes">Where; null = everywhere.</param>
internal sealed record CapabilityRow(string Capability, IReadOnlyList<string>? Nodes);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(PeopleList))]
[JsonSerializable(typeof(PersonRow))]
[JsonSerializable(typeof(PersonOrder))]
[JsonSerializable(typeof(RoleRow))]
[JsonSerializable(typeof(LinkRow))]
[JsonSerializable(typeof(TokenList))]
[JsonSerializable(typeof(TokenRequest))]
[JsonSerializable(typeof(TokenMade))]
[JsonSerializable(typeof(SessionRow))]
internal sealed partial class AccountJson : JsonSerializerContext;
