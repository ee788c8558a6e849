using System.Net;
using CheckIn.Hub.Web.Defence;

namespace CheckIn.Hub.Accounts;

/// <summary>Refused sign-ins and acts on their way to the audit: one row a minute and origin, with how many.</summary>
internal sealed class RefusalLedger
{
    /// <summary>Whose address it is; of IPv6 the network of one subscriber.</summary>
    internal static string NetworkOf(string? address) => IPAddress.TryParse(address, out var parsed)
        ? CallerLimits.NetworkOf(parsed) : address ?? "";
}
