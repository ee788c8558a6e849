using System.Reflection;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace CheckIn.Hub.Accounts;

/// <summary>
/// Routes with handlers, whose code is made when they are first asked. The framework makes the code of every route while
/// it starts: with hundreds of routes more than a second, of which most are never asked between two starts. What a
/// handler takes and answers is looked at when the routes are, which is before the first request finds its own: one
/// handler that cannot be called keeps the hub from answering anything, so that no test passes with it.
/// </summary>
internal sealed class GuardedEndpoints(IServiceProvider services) : EndpointDataSource
{
    private readonly List<Entry> _entries = [];
    private readonly bool _throwOnBadRequest =
        services.GetService<IOptions<RouteHandlerOptions>>()?.Value.ThrowOnBadRequest ?? false;

    public override IReadOnlyList<Endpoint> Endpoints => [.. _entries.Select(entry => Build(entry, null, [], []))];

    public override IReadOnlyList<Endpoint> GetGroupedEndpoints(RouteGroupContext context) =>
        [.. _entries.Select(entry => Build(entry, context.Prefix, context.Conventions, context.FinallyConventions))];

    public override IChangeToken GetChangeToken() => NullChangeToken.Singleton;

    /// <summary>The one of that part of the hub.</summary>
    internal static GuardedEndpoints Of(IEndpointRouteBuilder routes)
    {
        if (routes.DataSources.OfType<GuardedEndpoints>().FirstOrDefault() is { } known)
            return known;
        var made = new GuardedEndpoints(routes.ServiceProvider);
        routes.DataSources.Add(made);
        return made;
    }

    internal RouteHandlerBuilder Add(string method, string pattern, Delegate handler)
    {
        var entry = new Entry(method, RoutePatternFactory.Parse(pattern), handler);
        _entries.Add(entry);
        return new RouteHandlerBuilder([entry]);
    }

    /// <summary>In the framework's order: what is the route's own has the last word over its group, and over its handler.</summary>
    private Endpoint Build(
        Entry entry, RoutePattern? prefix, IReadOnlyList<Action<EndpointBuilder>> conventions,
        IReadOnlyList<Action<EndpointBuilder>> last)
    {
        var pattern = RoutePatternFactory.Combine(prefix, entry.Pattern);
        var (method, handler) = (entry.Handler.Method, entry.Handler);
        var builder = new RouteEndpointBuilder(null, pattern, order: 0)
        {
            DisplayName = $"{entry.Method} {pattern.RawText}",
            ApplicationServices = services,
            Metadata = { method, new HttpMethodMetadata([entry.Method]) },
        };
        Apply(conventions);
        var options = new RequestDelegateFactoryOptions
        {
            ServiceProvider = services,
            RouteParameterNames = pattern.Parameters.Select(static parameter => parameter.Name),
            ThrowOnBadRequest = _throwOnBadRequest,
            DisableInferBodyFromParameters = entry.Method is "GET" or "DELETE",
            EndpointBuilder = builder,
        };
        var known = RequestDelegateFactory.InferMetadata(method, options);
        foreach (var attribute in method.GetCustomAttributes())
            builder.Metadata.Add(attribute);
        Apply(entry.Conventions);
        var made = new Lazy<RequestDelegate>(() => RequestDelegateFactory.Create(handler, options, known).RequestDelegate);
        builder.RequestDelegate = http => made.Value(http);
        Apply(entry.Last);
        Apply(last);
        return builder.Build();

        void Apply(IReadOnlyList<Action<EndpointBuilder>> all)
        {
            foreach (var one in all)
                one(builder);
        }
    }

    private sealed class Entry(string method, RoutePattern pattern, Delegate handler) : IEndpointConventionBuilder
    {
        internal string Method { get; } = method;
        internal RoutePattern Pattern { get; } = pattern;
        internal Delegate Handler { get; } = handler;
        internal List<Action<EndpointBuilder>> Conventions { get; } = [];
        internal List<Action<EndpointBuilder>> Last { get; } = [];

        public void Add(Action<EndpointBuilder> convention) => Conventions.Add(convention);

        public void Finally(Action<EndpointBuilder> finallyConvention) => Last.Add(finallyConvention);
    }
}
