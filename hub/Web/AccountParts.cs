using CheckIn.Hub.Accounts;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Web.OpenId;
using CheckIn.Hub.Web.Passkeys;

namespace CheckIn.Hub.Web;

/// <summary>What the pages of people are made from.</summary>
internal sealed record AccountParts(
    SignInDesk SignIn, AccountSetup Setup, SecondFactors Factors, PasskeyBook Passkeys, PasskeyDesk PasskeyDesk,
    ExternalIdentities Identities, AccountDesk Desk, PeopleBook People, TokenBook Tokens, SessionBook Sessions,
    OneTimeLinks Links, Provider Provider, SiteRegister Sites, LinkAddress Address)
{
    /// <summary>Whose session it is; null = the operator's, or nobody's any more.</summary>
    internal Person? PersonOf(Session? session) => session?.Person is { } id ? People.Find(id) : null;

    /// <summary>
    /// Codes of nodes where the caller has the capability, to choose from; all of them where he has it everywhere.
    /// </summary>
    internal IReadOnlyList<string> NodesOf(Caller caller, Capability capability, DateTimeOffset now) =>
        caller.MayEverywhere(capability)
            ? [.. Sites.Tree.Nodes.Values.Where(node => node.IsValidOn(HubZone.DayOf(now)))
                .Select(static node => node.Code).Order(StringComparer.Ordinal)]
            : [.. caller.NodesOf(capability)];
}
