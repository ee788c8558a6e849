using CheckIn.Hub.Accounts;

namespace CheckIn.Hub.Web;

/// <summary>A passkey as its owner sees it.</summary>
/// <param name="Id">In the address of what removes it: the credential's, in the letters of addresses.</param>
public sealed record PasskeyView(string Id, string Name, DateTimeOffset AddedAt, DateTimeOffset? UsedAt);

/// <summary>A token with the name of who made it.</summary>
/// <param name="Owner">Null = the operator of the hub's machine.</param>
public sealed record TokenView(ApiToken Token, string? Owner);

/// <summary>A role and where, as somebody typed them.</summary>
public sealed record GrantForm(string Role = "viewer", string Node = "")
{
    internal static GrantForm Of(IFormCollection sent) =>
        new(sent["role"].ToString().Trim(), sent["node"].ToString().Trim());

    /// <summary>What was meant; null = no such role.</summary>
    internal Grant? Grant => RoleTable.Find(Role) is { } role ? new(role, Node.Length == 0 ? null : Node) : null;
}

/// <summary>A token as somebody typed it.</summary>
public sealed record TokenForm(string Name = "", string Role = "viewer", string Node = "", string Days = "90");
