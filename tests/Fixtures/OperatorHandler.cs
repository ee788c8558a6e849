using System.Net;
using System.Net.Http.Headers;
using CheckIn.Hub.Accounts;

namespace CheckIn.Fixtures;

/// <summary>
/// Asks a hub of this machine as its operator, with what that hub has left for him. Looked up for each request: a hub
/// that was started again has another. What follows a form is fetched here, because the framework's handler would ask
/// for it as nobody.
/// </summary>
public sealed class OperatorHandler : DelegatingHandler
{
    private const int MostHops = 5;

    public OperatorHandler() : base(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false })
    {
    }

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await AskAsync(request, cancellationToken);
        for (var hop = 0; hop < MostHops && answer.StatusCode == HttpStatusCode.SeeOther; hop++)
        {
            using var next = new HttpRequestMessage(
                HttpMethod.Get, new Uri(answer.RequestMessage!.RequestUri!, answer.Headers.Location!));
            foreach (var (name, values) in request.Headers)
                next.Headers.TryAddWithoutValidation(name, values);
            answer.Dispose();
            answer = await AskAsync(next, cancellationToken);
        }
        return answer;
    }

    private Task<HttpResponseMessage> AskAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        if (request.Headers.Authorization is null && OperatorFolder.Read(request.RequestUri!.Port) is { } token)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return base.SendAsync(request, cancellation);
    }
}
