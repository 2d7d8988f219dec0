using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using CoProd.Host.Modules;

namespace CoProd.Host.Packages;

/// <summary>
/// What a module uses of an assembly of contracts and a candidate for its next version lacks. Read from metadata: nothing is loaded, so
/// nothing of the module runs.
/// </summary>
internal static class ContractsForecast
{
    /// <summary>The types and members, as <c>Namespace.Type</c> and <c>Namespace.Type.Member(…)</c>, that would be missing.</summary>
    public static IReadOnlyList<string> Missing(LoadedModule module, string candidate)
    {
        using var file = File.OpenRead(candidate);
        using var image = new PEReader(file);
        var metadata = image.GetMetadataReader();
        var contracts = metadata.GetString(metadata.GetAssemblyDefinition().Name);
        var offered = Offered(metadata);
        using var now = File.OpenRead(Path.Combine(AppContext.BaseDirectory, contracts + ".dll"));
        using var nowImage = new PEReader(now);
        var today = nowImage.GetMetadataReader();
        return
        [
            .. ModuleFiles
                .All(module.Folder)
                .Where(name => name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase))
                .SelectMany(name => Used(Path.Combine(module.Folder, name), contracts, today))
                .Distinct(StringComparer.Ordinal)
                .Where(used => !offered.Contains(used))
                .Order(StringComparer.Ordinal),
        ];
    }

    private static HashSet<string> Offered(MetadataReader metadata)
    {
        var offered = new HashSet<string>(StringComparer.Ordinal);
        foreach (var type in metadata.TypeDefinitions.Select(metadata.GetTypeDefinition))
        {
            var name = Names.Of(metadata, type);
            offered.Add(name);
            foreach (var method in type.GetMethods().Select(metadata.GetMethodDefinition))
                offered.Add(
                    Method(name, metadata.GetString(method.Name), method.DecodeSignature(Names.Instance, null))
                );
            foreach (var field in type.GetFields().Select(metadata.GetFieldDefinition))
                offered.Add(Field(name, metadata.GetString(field.Name), field.DecodeSignature(Names.Instance, null)));
        }
        return offered;
    }

    private static IEnumerable<string> Used(string path, string contracts, MetadataReader today)
    {
        using var file = File.OpenRead(path);
        using var image = new PEReader(file);
        if (!image.HasMetadata)
            yield break;
        var metadata = image.GetMetadataReader();
        foreach (var handle in metadata.TypeReferences)
        {
            if (IsOf(metadata, handle, contracts))
                yield return Names.Of(metadata, metadata.GetTypeReference(handle));
        }
        foreach (var member in metadata.MemberReferences.Select(metadata.GetMemberReference))
        {
            if (OwnerOf(metadata, member.Parent) is not { } owner || !IsOf(metadata, owner, contracts))
                continue;
            var type = Names.Of(metadata, metadata.GetTypeReference(owner));
            var name = metadata.GetString(member.Name);
            yield return member.GetKind() == MemberReferenceKind.Method
                ? Method(type, name, member.DecodeMethodSignature(Names.Instance, null))
                : Field(type, name, member.DecodeFieldSignature(Names.Instance, null));
        }
        foreach (var implemented in Implemented(metadata, contracts, today))
            yield return implemented;
    }

    // Nothing in a module refers to an interface's member that its class merely has: without that member it would run and never be asked.
    private static IEnumerable<string> Implemented(MetadataReader metadata, string contracts, MetadataReader today)
    {
        var interfaces = today
            .TypeDefinitions.Select(today.GetTypeDefinition)
            .ToLookup(type => Names.Of(today, type), StringComparer.Ordinal);
        foreach (var type in metadata.TypeDefinitions.Select(metadata.GetTypeDefinition))
        {
            var own = type.GetMethods()
                .Select(metadata.GetMethodDefinition)
                .Select(method => (Name: metadata.GetString(method.Name), Takes: Takes(metadata, method)))
                .ToList();
            foreach (var handle in type.GetInterfaceImplementations())
            {
                var one = metadata.GetInterfaceImplementation(handle).Interface;
                if (OwnerOf(metadata, one) is not { } owner || !IsOf(metadata, owner, contracts))
                    continue;
                var name = Names.Of(metadata, metadata.GetTypeReference(owner));
                foreach (
                    var method in interfaces[name].SelectMany(i => i.GetMethods()).Select(today.GetMethodDefinition)
                )
                {
                    var (called, takes) = (today.GetString(method.Name), Takes(today, method));
                    if (own.Exists(m => m.Takes == takes && (m.Name == called || m.Name.EndsWith("." + called))))
                        yield return Method(name, called, method.DecodeSignature(Names.Instance, null));
                }
            }
        }
    }

    private static int Takes(MetadataReader metadata, MethodDefinition method) =>
        method.DecodeSignature(Names.Instance, null).ParameterTypes.Length;

    // The type whose member it is, without the arguments of a generic one.
    private static TypeReferenceHandle? OwnerOf(MetadataReader metadata, EntityHandle parent)
    {
        if (parent.Kind == HandleKind.TypeReference)
            return (TypeReferenceHandle)parent;
        if (parent.Kind != HandleKind.TypeSpecification)
            return null;
        var owner = new GenericOwner();
        metadata.GetTypeSpecification((TypeSpecificationHandle)parent).DecodeSignature(owner, null);
        return owner.Found;
    }

    private static bool IsOf(MetadataReader metadata, TypeReferenceHandle handle, string assembly)
    {
        var scope = metadata.GetTypeReference(handle).ResolutionScope;
        return scope.Kind switch
        {
            HandleKind.TypeReference => IsOf(metadata, (TypeReferenceHandle)scope, assembly),
            HandleKind.AssemblyReference => metadata.GetString(
                metadata.GetAssemblyReference((AssemblyReferenceHandle)scope).Name
            ) == assembly,
            _ => false,
        };
    }

    private static string Method(string type, string name, MethodSignature<string> signature) =>
        $"{type}.{name}{(signature.GenericParameterCount > 0 ? $"`{signature.GenericParameterCount}" : "")}({string.Join(", ", signature.ParameterTypes)}): {signature.ReturnType}";

    private static string Field(string type, string name, string fieldType) => $"{type}.{name}: {fieldType}";

    /// <summary>Writes types as text; only whether two texts are alike matters.</summary>
    private class Names : ISignatureTypeProvider<string, object?>
    {
        public static Names Instance { get; } = new();

        public static string Of(MetadataReader metadata, TypeDefinition type) =>
            type.GetDeclaringType() is { IsNil: false } outer
                ? Of(metadata, metadata.GetTypeDefinition(outer)) + "." + metadata.GetString(type.Name)
                : Join(metadata.GetString(type.Namespace), metadata.GetString(type.Name));

        public static string Of(MetadataReader metadata, TypeReference type) =>
            type.ResolutionScope.Kind == HandleKind.TypeReference
                ? Of(metadata, metadata.GetTypeReference((TypeReferenceHandle)type.ResolutionScope))
                    + "."
                    + metadata.GetString(type.Name)
                : Join(metadata.GetString(type.Namespace), metadata.GetString(type.Name));

        private static string Join(string space, string name) => space.Length == 0 ? name : space + "." + name;

        public virtual string GetTypeFromDefinition(
            MetadataReader reader,
            TypeDefinitionHandle handle,
            byte rawTypeKind
        ) => Of(reader, reader.GetTypeDefinition(handle));

        public virtual string GetTypeFromReference(
            MetadataReader reader,
            TypeReferenceHandle handle,
            byte rawTypeKind
        ) => Of(reader, reader.GetTypeReference(handle));

        public string GetTypeFromSpecification(
            MetadataReader reader,
            object? genericContext,
            TypeSpecificationHandle handle,
            byte rawTypeKind
        ) => reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

        public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) =>
            $"{genericType}<{string.Join(", ", typeArguments)}>";

        public string GetArrayType(string elementType, ArrayShape shape) =>
            $"{elementType}[{new string(',', shape.Rank - 1)}]";

        public string GetSZArrayType(string elementType) => elementType + "[]";

        public string GetByReferenceType(string elementType) => "ref " + elementType;

        public string GetPointerType(string elementType) => elementType + "*";

        public string GetPinnedType(string elementType) => elementType;

        public string GetFunctionPointerType(MethodSignature<string> signature) => "function";

        public string GetGenericMethodParameter(object? genericContext, int index) => "!!" + index;

        public string GetGenericTypeParameter(object? genericContext, int index) => "!" + index;

        // What a newer compiler adds as a remark (init, in) belongs to the signature as well.
        public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) =>
            isRequired ? $"{unmodifiedType} {modifier}" : unmodifiedType;

        public string GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode.ToString();
    }

    /// <summary>Finds the first type of a specification: of <c>List&lt;Thing&gt;</c> it is List. Arrays are the framework's own.</summary>
    private sealed class GenericOwner : Names
    {
        private bool isPast;

        /// <summary>Null when that type is the module's own.</summary>
        public TypeReferenceHandle? Found { get; private set; }

        public override string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
        {
            if (!isPast)
                Found = handle;
            isPast = true;
            return base.GetTypeFromReference(reader, handle, rawTypeKind);
        }

        public override string GetTypeFromDefinition(
            MetadataReader reader,
            TypeDefinitionHandle handle,
            byte rawTypeKind
        )
        {
            isPast = true;
            return base.GetTypeFromDefinition(reader, handle, rawTypeKind);
        }
    }
}
