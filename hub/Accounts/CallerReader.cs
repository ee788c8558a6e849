using System.Net;
using CheckIn.Hub.Audit;

namespace CheckIn.Hub.Accounts;

/// <summary>
/// Finds out who asks, from what the request shows: the operator's token or a program's (Authorization: Bearer), else
/// the cookie of a session. All of it from memory, and what somebody may is looked up each time: a role that was taken
/// is gone with the next request.
/// </summary>
internal sealed class CallerReader(
    LocalOperator local, PeopleBook people, SessionBook sessions, TokenBook tokens, GrantNodes nodes,
    RefusalLedger ledger)
{
    private const string Bearer = "Bearer ";

    /// <summary>Also leaves the session at the request, at whatever stage (<see cref="Session.Of"/>).</summary>
    internal Caller Read(HttpContext http)
    {
        var from = http.Connection.RemoteIpAddress?.ToString();
        if (http.Request.Headers.Authorization is [{ } header])
        {
            // What is shown is meant: if it is wrong, a cookie beside it does not mend it.
            if (!header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
                return Caller.Nobody(from);
            var shown = header[Bearer.Length..].Trim();
            // Whoever has got hold of it elsewhere is not at this machine.
            if (local.Is(shown) && http.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address))
                return Caller.Local(from);
            if (ReadToken(shown, from) is { } program)
                return program;
            ledger.SignIn(new Origin(from), null);
            return Caller.Nobody(from);
        }
        if (SessionCookie.Read(http) is not { } id || sessions.Find(id) is not { } session)
            return Caller.Nobody(from);
        http.Features.Set(session);
        return OfSession(session, from) ?? Caller.Nobody(from);
    }

    /// <summary>Who shows this token; null = it is none, or no more. For HTTP and for MQTT.</summary>
    internal Caller? ReadToken(string text, string? from) => tokens.Find(text) is { } token
        ? new Caller(CallerKind.Token, new Actor("token:" + token.Name, from), nodes.Today([token.Grant]))
        {
            PersonId = token.Owner,
            Token = token,
        } : null;

    /// <summary>Cancelled once what he showed is good no more; null = it has no end.</summary>
    internal CancellationToken? EndOf(Caller caller) =>
        caller.Session?.Ended ?? (caller.Token is { } token ? tokens.EndOf(token) : null);

    private Caller? OfSession(Session session, string? from)
    {
        if (session.Stage != SessionStage.Full)
            return null;
        if (session.Person is not { } id)
            return Caller.Local(from) with { Session = session };
        return people.Find(id) is { } person
            ? new Caller(CallerKind.Person, Session.ActorOf(person, from), nodes.Today(person.Grants))
            {
                PersonId = id,
                Session = session,
            } : null;
    }
}
