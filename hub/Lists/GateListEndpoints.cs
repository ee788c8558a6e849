using CheckIn.Enrolment;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Enrolment;
using CheckIn.Hub.Events;
using Microsoft.Net.Http.Headers;

namespace CheckIn.Hub.Lists;

/// <summary>What gates fetch by its name, over the HTTPS that only they reach; cards by the site of who asks.</summary>
internal static class GateListEndpoints
{
    /// <param name="gate">Their own group, which lets only gates through.</param>
    internal static void MapGateLists(this RouteGroupBuilder gate) => gate.Get("/lists/{name}", Access.Gates, Get);

    private static IResult Get(string name, GateListing lists, EventStore store, HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store, private";
        var site = store.Read(db => EnrolledGates.Find(db, GateEndpoints.Gate(http)))?.Site;
        return lists.Find(name, site) is { } list
            ? Results.Bytes(
                list.Content, "application/octet-stream", entityTag: new EntityTagHeaderValue($"\"{list.Sha256}\""))
            : GateEndpoints.Refuse(new EnrolmentRefusal(EnrolmentReasons.Unknown), StatusCodes.Status404NotFound);
    }
}
