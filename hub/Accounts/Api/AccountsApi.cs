using CheckIn.Hub.Web;
using Microsoft.AspNetCore.Mvc;

namespace CheckIn.Hub.Accounts.Api;

/// <summary>People, tokens, and who asks.</summary>
internal static class AccountsApi
{
    private const int MaxBody = 16 * 1024;

    internal static void MapAccounts(this WebApplication app)
    {
        var api = app.MapGroup("/api/v1").AddEndpointFilter(ApiRequests.AnswerAsync)
            .WithMetadata(new RequestSizeLimitAttribute(MaxBody))
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409)
            .ProducesProblem(429);
        PeopleApi.Map(api);
        TokensApi.Map(api);
        SessionApi.Map(api);
    }
}
