"""An index in an Elasticsearch cluster. The client is loaded with `engines.elastic.engine`, and only where one is asked for."""
