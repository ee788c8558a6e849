namespace CheckIn.Hub.Accounts;

/// <summary>Finds out who asks, from what the request shows.</summary>
internal sealed class CallerReader(LocalOperator local)
{
    private const string Bearer = "Bearer ";

    internal ValueTask<Caller> ReadAsync(HttpContext http)
    {
        var from = http.Connection.RemoteIpAddress?.ToString();
        var shown = http.Request.Headers.Authorization is [{ } header]
            && header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? header[Bearer.Length..].Trim() : null;
        return ValueTask.FromResult(shown is not null && local.Is(shown) ? Caller.Local(from) : Caller.Nobody(from));
    }
}
