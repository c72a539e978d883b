using System.Reflection;
using System.Runtime.ExceptionServices;
using Regenerator.Cli.Configuration;

namespace Regenerator.Cli.Modules;

/// <summary>What a module offers: the members of its class <c>Module</c>, or, without such a class, its public types.</summary>
/// <typeparam name="TContext">What a method may take as its only parameter.</typeparam>
internal sealed class ModuleExports<TContext>
    where TContext : class
{
    private const string ClassName = "Module";

    private readonly CompiledModule module;
    private readonly IReadOnlySet<string> knownNames;
    private readonly Dictionary<string, MethodInfo> members;

    private ModuleExports(CompiledModule module, IReadOnlySet<string> knownNames, Type? exporting)
    {
        this.module = module;
        this.knownNames = knownNames;
        HasModuleClass = exporting is not null;
        members = exporting is null ? [] : Members(exporting);
    }

    public bool HasModuleClass { get; }

    /// <summary>In ordinal order.</summary>
    public IEnumerable<string> Names => members.Keys.Order(StringComparer.Ordinal);

    /// <exception cref="ModuleException">Two classes <c>Module</c>, a member that is not known, or one that can not be called.</exception>
    public static ModuleExports<TContext> Of(CompiledModule module, IReadOnlySet<string> knownNames)
    {
        var candidates = module.Assembly.GetTypes()
            .Where(type => !type.IsNested && string.Equals(type.Name, ClassName, StringComparison.Ordinal))
            .OrderBy(type => type.FullName, StringComparer.Ordinal)
            .ToList();
        if (candidates.Count > 1)
            throw new ModuleException($"{module.Place(ClassName)}: two classes Module: {string.Join(" and ", candidates.Select(type => type.FullName))}");
        if (candidates is [{ } only] && !(only is { IsPublic: true, IsAbstract: true, IsSealed: true }))
            throw new ModuleException($"{module.Place(ClassName)}: {only.FullName} is not a public static class");
        return new(module, knownNames, candidates.FirstOrDefault());
    }

    public bool Has(string name) => members.ContainsKey(name);

    /// <summary>null when the module does not export it, or exports null.</summary>
    /// <exception cref="ModuleException">The export threw; the exception is the inner one.</exception>
    public object? Get(string name, TContext context)
    {
        if (!knownNames.Contains(name))
            throw new ArgumentException($"{name} is not among the known names", nameof(name));
        return members.TryGetValue(name, out var member)
            ? Invoke($"{ClassName}.{name}", $"{ClassName}.{name}", () => member.Invoke(null, member.GetParameters() is [] ? null : [context]))
            : null;
    }

    /// <inheritdoc cref="Get"/>
    public T? GetAs<T>(string name, TContext context)
        where T : class
    {
        var value = Get(name, context);
        if (value is null or T)
            return (T?)value;

        // The compiler's own names for a collection expression or an iterator would help nobody.
        var type = value.GetType() is { IsVisible: true } visible ? visible : members[name].ReturnType;
        throw new ModuleException($"{module.Place($"{ClassName}.{name}")}: {ClassName}.{name} is {TypeNames.Full(type)}; expected {TypeNames.Short(typeof(T))}");
    }

    /// <summary>Types that implement the seam and can be made without an argument, as they are declared. None where there is a class <c>Module</c>.</summary>
    public IReadOnlyList<Type> PublicImplementations(Type seam) => HasModuleClass
        ? []
        : [.. module.Assembly.GetExportedTypes().Where(type => IsMakeable(type) && seam.IsAssignableFrom(type)).OrderBy(type => type.MetadataToken)];

    /// <summary>One of each of <see cref="PublicImplementations"/>.</summary>
    /// <exception cref="ModuleException">A constructor threw; the exception is the inner one.</exception>
    public IReadOnlyList<T> MakeAll<T>()
        where T : class =>
        [.. PublicImplementations(typeof(T)).Select(type => (T)Invoke(type.Name, $"new {type.Name}()", () => Activator.CreateInstance(type))!)];

    private static bool IsMakeable(Type type) =>
        type is { IsAbstract: false, IsGenericTypeDefinition: false } && (type.IsValueType || type.GetConstructor(Type.EmptyTypes) is not null);

    private Dictionary<string, MethodInfo> Members(Type exporting)
    {
        const BindingFlags PublicStatic = BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var found = new Dictionary<string, MethodInfo>(StringComparer.Ordinal);
        foreach (var member in exporting.GetMembers(PublicStatic).Where(member => member is not Type && !IsAccessor(member)))
        {
            if (!knownNames.Contains(member.Name))
            {
                var known = string.Join(", ", knownNames.Order(StringComparer.Ordinal));
                throw Wrong(member, $"is not an export that Regenerator knows; known: {known}");
            }

            if (!found.TryAdd(member.Name, Callable(member)))
                throw Wrong(member, "is there twice; one of them is enough");
        }

        return found;
    }

    private MethodInfo Callable(MemberInfo member) => member switch
    {
        PropertyInfo property => property.GetGetMethod() ?? throw Wrong(member, "can not be read: it has no public getter"),
        MethodInfo { IsGenericMethodDefinition: true } => throw Wrong(member, "can not be generic"),
        MethodInfo method when method.ReturnType == typeof(void) => throw Wrong(member, "returns nothing"),
        MethodInfo method when method.GetParameters() is [] => method,
        MethodInfo method when method.GetParameters() is [var one] && one.ParameterType == typeof(TContext) => method,
        MethodInfo method => throw Wrong(
            member,
            $"takes ({string.Join(", ", method.GetParameters().Select(p => TypeNames.Short(p.ParameterType)))}); a method takes nothing or one {TypeNames.Short(typeof(TContext))}"),
        _ => throw Wrong(member, $"is a {(member is FieldInfo ? "field" : "member of another kind")}; make it a property or a method"),
    };

    private static bool IsAccessor(MemberInfo member) => member is MethodInfo { IsSpecialName: true };

    private ModuleException Wrong(MemberInfo member, string what) => new($"{module.Place($"{ClassName}.{member.Name}")}: {ClassName}.{member.Name} {what}");

    /// <param name="name">As the source has what is called.</param>
    private object? Invoke(string name, string what, Func<object?> call)
    {
        try
        {
            return call();
        }
        catch (Exception e) when (e is TargetInvocationException or TypeInitializationException)
        {
            var cause = e;
            while (cause is TargetInvocationException or TypeInitializationException && cause.InnerException is { } inner)
                cause = inner;
            if (cause is ConfigurationException) ExceptionDispatchInfo.Throw(cause); // it says where the mistake is, which is not here
            throw new ModuleException($"{module.Place(name)}: {what} threw {cause.GetType().Name}: {cause.Message}", cause);
        }
    }
}
