namespace CheckIn.Hub.Accounts;

/// <summary>Finds out who asks, from what the request shows.</summary>
internal class CallerReader(LocalOperator local)
{
    private const string Bearer = "Bearer ";

    internal virtual ValueTask<Caller> ReadAsync(HttpContext http)
    {
        var from = http.Connection.RemoteIpAddress?.ToString();
        var shown = http.Request.Headers.Authorization is [{ } header]
            && header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? header[Bearer.Length..].Trim() : null;
        return ValueTask.FromResult(shown is not null && local.Is(shown) ? Caller.Local(from) : Caller.Nobody(from));
    }

    /// <summary>Whose a token is, now; null = it is nobody's, or no more.</summary>
    internal virtual ValueTask<Caller?> OfTokenAsync(string shown, string? from) =>
        ValueTask.FromResult(local.Is(shown) ? Caller.Local(from) : null);
}
